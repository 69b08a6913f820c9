// Made from foundations-of-leninism-iv.xml and register.xml. Correct it there: this file is written anew.
received("mentions/organisations", {
"comintern": [],
"commune-paris": [],
"communist-international": [
["communist-international","49 n. 1","iv-3","m-303"]
],
"mensheviks": [
["mensheviks","42","iv-2","m-368"],
["mensheviks","42","iv-2","m-109"],
["mensheviks","46","iv-2","m-197"]
],
"paris-commune": [
["paris-commune","51","iv-3","m-359"]
],
"republic-of-soviets": [
["republic-of-soviets","49","iv-3","m-289"],
["republic-of-soviets","51","iv-3","m-355"],
["republic-of-soviets","51","iv-3","m-361"]
],
"soviets": [
["soviets-new","48","iv-3","m-263"],
["soviets-new","48","iv-3","m-264"],
["soviets-mass","48","iv-3","m-265"],
["soviets-mass","48","iv-3","m-266"],
["soviets-mass","48","iv-3","m-267"],
["soviets-mass","48","iv-3","m-269"],
["soviets-composition","48","iv-3","m-271"],
["soviets-mass","48","iv-3","m-275"],
["soviets-mass","48","iv-3","m-279"],
["soviets-union","49","iv-3","m-285"],
["soviets-union","49","iv-3","m-377"],
["soviets-core","50","iv-3","m-330"],
["soviets-union","51","iv-3","m-362"]
],
"third-international": []
});
