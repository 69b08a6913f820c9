// Made from foundations-of-leninism-iv.xml. Correct it there: this file is written anew.
received("changes", {
"versions": [],
"now": "0.1.0",
"pages": {

}
});
