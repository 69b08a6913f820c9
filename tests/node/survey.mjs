// survey.mjs TSCONFIG prints as JSON what stands in each script of the project: its functions with their lengths in
// lines, the names it uses, its strings, and whether it imports or exports. Comments are no part of it.
// TypeScript's own parser reads them. Its interface is called unstable: a new version may want this file changed.
import { basename } from "node:path";
import { argv, stdout } from "node:process";
import { SyntaxKind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

const FUNCTIONS = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.ClassStaticBlockDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.GetAccessor,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.SetAccessor,
]);
const STRINGS = new Set([
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
]);
const CALLS = new Set([SyntaxKind.CallExpression, SyntaxKind.NewExpression]);

/** Every node below the node, and itself. */
function* nodes(node) {
  yield node;
  const children = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodes(child);
}

/** The functions that are called on the spot at the top of the script: what they hold is the script's own body. */
function wrappers(script) {
  const calls = script.statements.map((statement) => statement.expression ?? statement.declarationList?.declarations[0].initializer);
  return new Set(calls.map((call) => call?.expression?.expression).filter(Boolean));
}

/** What stands in the script. */
function facts(script) {
  const bodies = wrappers(script);
  const line = (place) => script.getLineAndCharacterOfPosition(place).line + 1;
  const found = { functions: [], names: [], strings: [], module: script.externalModuleIndicator !== undefined };
  for (const node of nodes(script)) {
    const begin = line(node.getStart(script));
    if (FUNCTIONS.has(node.kind) && !bodies.has(node)) found.functions.push([begin, line(node.end) - begin + 1]);
    if (STRINGS.has(node.kind)) found.strings.push([begin, node.text]);
    if (node.kind === SyntaxKind.Identifier) found.names.push([begin, node.text]);
    // "document.write" and "Function()", which are wrong only so.
    if (node.kind === SyntaxKind.PropertyAccessExpression) found.names.push([begin, node.getText(script)]);
    if (CALLS.has(node.kind)) found.names.push([begin, `${node.expression.getText(script)}()`]);
  }
  return found;
}

const api = new API();
const [project] = api.updateSnapshot({ openProject: argv[2] }).getProjects();
const scripts = project.rootFiles.map((file) => [basename(file), facts(project.program.getSourceFile(file))]);
stdout.write(JSON.stringify(Object.fromEntries(scripts)));
api.close();
