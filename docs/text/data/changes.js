// Made from foundations-of-leninism-iv.xml. Correct it there: this file is written anew.
received("changes", {
"versions": [
["0.1.0","2026-11-23"]
],
"now": "0.1.0",
"pages": {

}
});
