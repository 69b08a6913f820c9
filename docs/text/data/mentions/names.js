// Made from foundations-of-leninism-iv.xml and register.xml. Correct it there: this file is written anew.
received("mentions/names", {
"engels": [
["engels","42","iv-1","m-87"],
["engels","46","iv-2","m-185"]
],
"henderson": [
["henderson","43","iv-2","m-116"]
],
"kautsky": [
["kautsky","44","iv-2","m-153"]
],
"kugelmann": [
["kugelmann","46","iv-2","m-193"]
],
"lenin": [
["lenin-power","39","iv-1","m-18"],
["lenin-transition","39","iv-1","m-33"],
["lenin-transition","39","iv-1","m-34"],
["lenin-overthrown","40","iv-1","m-43"],
["lenin-overthrown","40","iv-1","m-47"],
["lenin-dictatorship","41","iv-1","m-63"],
["lenin-re-education","42","iv-1","m-91"],
["lenin-dictatorship","44","iv-2","m-146"],
["lenin-dictatorship","44","iv-2","m-150"],
["lenin-qualification","46","iv-2","m-223"],
["lenin-qualification","46","iv-2","m-225"],
["lenin-smashing","47","iv-2","m-246"],
["lenin-soviet","49","iv-3","m-294"],
["lenin-soviet","49","iv-3","m-302"],
["lenin-soviet","50","iv-3","m-311"],
["lenin-leadership","50","iv-3","m-334"],
["lenin-smashing","51","iv-3","m-346"],
["lenin-republic","51","iv-3","m-360"]
],
"macdonald": [
["macdonald","43","iv-2","m-115"],
["macdonald","43","iv-2","m-117"],
["macdonald","43","iv-2","m-125"]
],
"marx": [
["marx-civil-wars","42","iv-1","m-83"],
["marx-civil-wars","42","iv-1","m-86"],
["marx-civil-wars","42","iv-1","m-90"],
["marx-state-machine","46","iv-2","m-184"],
["marx-state-machine","46","iv-2","m-191"],
["marx-qualification","46","iv-2","m-373"],
["marx-qualification","46","iv-2","m-194"],
["marx-qualification","46","iv-2","m-198"],
["marx-qualification","46","iv-2","m-206"],
["marx-qualification","46","iv-2","m-226"]
],
"virgin-mary": [
["virgin-mary","42","iv-1","m-102"]
],
"morgan-family": [
["morgan-family","45","iv-2","m-169"]
],
"noske": [
["noske","43","iv-2","m-114"]
],
"rockefeller-family": [
["rockefeller-family","45","iv-2","m-168"]
],
"rothschild-family": [
["rothschild-family","45","iv-2","m-166"]
],
"scheidemann": [
["scheidemann","43","iv-2","m-113"],
["scheidemann","43","iv-2","m-118"],
["scheidemann","43","iv-2","m-126"]
],
"stalin": [
["stalin","38","iv","m-1"],
["stalin","44 n. *","iv-2","m-151"],
["stalin","49 n. *","iv-3","m-301"]
],
"stinnes-family": [
["stinnes-family","45","iv-2","m-167"]
],
"virgin": []
});
