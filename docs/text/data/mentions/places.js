// Made from foundations-of-leninism-iv.xml and register.xml. Correct it there: this file is written anew.
received("mentions/places", {
"america": [
["america","46","iv-2","m-205"],
["america","46","iv-2","m-208"],
["america","46","iv-2","m-211"],
["america","46","iv-2","m-214"],
["america","46","iv-2","m-219"],
["america","46","iv-2","m-221"],
["america","46","iv-2","m-222"],
["america","46","iv-2","m-228"],
["america","47","iv-2","m-234"],
["america","47","iv-2","m-237"]
],
"britain": [
["britain","46","iv-2","m-204"],
["britain","46","iv-2","m-207"],
["britain","46","iv-2","m-211"],
["britain","46","iv-2","m-214"],
["britain","46","iv-2","m-218"],
["britain","46","iv-2","m-220"],
["britain","46","iv-2","m-222"],
["britain","46","iv-2","m-227"],
["britain","47","iv-2","m-233"],
["britain","47","iv-2","m-237"]
],
"european-continent": [
["european-continent","46","iv-2","m-190"],
["european-continent","46","iv-2","m-195"],
["european-continent","46","iv-2","m-203"]
],
"continental-europe": [],
"great-britain": [],
"shipka-pass": [
["shipka-pass","43","iv-2","m-124"]
],
"united-states": []
});
