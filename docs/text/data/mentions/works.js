// Made from foundations-of-leninism-iv.xml and register.xml. Correct it there: this file is written anew.
received("mentions/works", {
"left-wing-communism": [
["left-wing-communism","40 n. 2","iv-1","m-49"],
["left-wing-communism","41","iv-1","m-68"],
["left-wing-communism","41 n. 2","iv-1","m-62"],
["left-wing-communism","42 n. 2","iv-1","m-104"]
],
"renegade-kautsky": [
["renegade-kautsky","38 n. 1","iv-1","m-14"],
["renegade-kautsky","40","iv-1","m-45"],
["renegade-kautsky","40 n. 1","iv-1","m-40"],
["renegade-kautsky","41 n. 1","iv-1","m-54"],
["renegade-kautsky","47 n. 2","iv-2","m-249"]
],
"state-and-revolution": [
["state-and-revolution","44","iv-2","m-147"],
["state-and-revolution","44 n. 1","iv-2","m-152"],
["state-and-revolution","47 n. 1","iv-2","m-239"]
],
"theses-and-report": [
["theses-and-report","49 n. 1","iv-3","m-304"],
["theses-and-report","50 n. 1","iv-3","m-337"],
["theses-and-report","51","iv-3","m-350"]
],
"letter-to-kugelmann": [
["letter-to-kugelmann","46","iv-2","m-192"],
["letter-to-kugelmann","47","iv-2","m-374"]
],
"cologne-communist-trial": [
["cologne-communist-trial","42 n. 1","iv-1","m-89"]
],
"communist-manifesto": [
["communist-manifesto","46","iv-2","m-186"],
["communist-manifesto","46","iv-2","m-187"],
["communist-manifesto","47","iv-2","m-375"]
],
"marx-engels-works": [
["marx-engels-works","42","iv-1","m-88"]
],
"foundations-of-leninism": [
["foundations-of-leninism","38","iv","m-2"]
]
});
