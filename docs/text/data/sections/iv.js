// Made from foundations-of-leninism-iv.xml. Correct it there: this file is written anew.
received("sections/iv", {
"title": "IV. THE DICTATORSHIP OF THE PROLETARIAT",
"page": "",
"lines": [
[{"p":"38","a":"p38"}],
["IV. THE DICTATORSHIP OF THE PROLETARIAT"],
["by ",{"k":"m-1","n":12},"Josef Stalin from ",{"k":"m-2","n":23},"Foundations of Leninism (1924)"],
["From this theme I take three fundamental questions:"],
["a) ",{"k":"m-3","n":83},"the dictatorship of the proletariat as the instrument of the proletarian revolution;"],
["b) ",{"k":"m-4","n":87},"the dictatorship of the proletariat as the rule of the proletariat over the bourgeoisie;"],
["c) ",{"k":"m-5","n":30},"Soviet power as the state form of ",{"k":"m-6","n":35},"the dictatorship of the proletariat."]
],
"notes": []
});
