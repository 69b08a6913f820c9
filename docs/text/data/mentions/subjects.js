// Made from foundations-of-leninism-iv.xml and register.xml. Correct it there: this file is written anew.
received("mentions/subjects", {
"administration": [],
"apparatus-of-state": [],
"army": [
["army","39","iv-1","m-30"],
["army","45","iv-2","m-180"],
["army","51","iv-3","m-345"]
],
"bourgeoisie": [
["bourgeoisie-resistance","38","iv-1","m-10"],
["bourgeoisie-overthrow","38","iv-1","m-13"],
["bourgeoisie-resistance","39","iv-1","m-15"],
["bourgeoisie-overthrow","39","iv-1","m-20"],
["bourgeoisie-strength","39","iv-1","m-22"],
["bourgeoisie-resistance","39","iv-1","m-24"],
["bourgeoisie-resistance","40","iv-1","m-37"],
["bourgeoisie-strength","40","iv-1","m-41"],
["bourgeoisie-strength","40","iv-1","m-46"],
["bourgeoisie-resistance","41","iv-1","m-65"],
["bourgeoisie-governments","43","iv-2","m-119"],
["bourgeoisie-overthrow","43","iv-2","m-131"],
["bourgeoisie-suppression","44","iv-2","m-141"],
["bourgeoisie-suppression","47","iv-3","m-251"]
],
"bureaucracy": [
["bureaucracy","45","iv-2","m-181"],
["bureaucracy","46","iv-2","m-188"],
["bureaucracy","46","iv-2","m-213"],
["bureaucracy","46","iv-2","m-217"],
["bureaucracy","46","iv-2","m-231"],
["bureaucracy","46","iv-2","m-232"],
["bureaucracy","51","iv-3","m-348"]
],
"cabinet": [
["cabinet","42","iv-2","m-107"],
["cabinet","42","iv-2","m-108"],
["cabinet","43","iv-2","m-112"]
],
"capital-international": [
["capital-international","40","iv-1","m-48"]
],
"capital": [
["capital","39","iv-1","m-365"],
["capital","43","iv-2","m-122"],
["capital","45","iv-2","m-165"]
],
"capitalism": [
["capitalism-small-production","41","iv-1","m-366"],
["capitalism-democracy","45","iv-2","m-372"]
],
"capitalists": [],
"civil-war": [
["civil-war","41","iv-1","m-73"],
["civil-war","42","iv-1","m-81"]
],
"classes": [
["classes","39","iv-1","m-29"],
["classes","41","iv-1","m-57"]
],
"communism-transition": [],
"communist-society": [
["communist-society","51","iv-3","m-354"]
],
"conflicts": [
["conflicts","39","iv-1","m-31"],
["conflicts","41","iv-1","m-74"],
["conflicts","42","iv-1","m-82"]
],
"constituencies": [
["constituencies","51","iv-3","m-339"]
],
"construction": [
["construction","39","iv-1","m-27"],
["construction","41","iv-1","m-75"],
["construction","42","iv-1","m-80"]
],
"democracy": [
["democracy-pure","44","iv-2","m-149"],
["democracy-pure","44","iv-2","m-155"],
["democracy-pure","44","iv-2","m-156"],
["democracy-bourgeois","45","iv-2","m-163"],
["democracy-bourgeois","45","iv-2","m-171"],
["democracy-proletarian","45","iv-2","m-175"],
["democracy-bourgeois","46","iv-2","m-201"],
["democracy-proletarian","46","iv-2","m-202"],
["democracy-proletarian","47","iv-3","m-253"],
["democracy-replaced","47","iv-3","m-254"],
["democracy-proletarian","48","iv-3","m-260"],
["democracy-replaced","48","iv-3","m-261"],
["democracy-soviet","48","iv-3","m-281"],
["democracy-bourgeois","49","iv-3","m-296"],
["democracy-soviet","49","iv-3","m-300"],
["democracy-bourgeois","49","iv-3","m-306"],
["democracy-bourgeois","50","iv-3","m-312"],
["democracy-soviet","50","iv-3","m-317"],
["democracy-soviet","51","iv-3","m-363"]
],
"dictatorship-of-the-proletariat": [
["dictatorship-instrument","38","iv","m-3"],
["dictatorship-rule","38","iv","m-4"],
["dictatorship-soviet","38","iv","m-6"],
["dictatorship-instrument","38","iv-1","m-7"],
["dictatorship-defined","38","iv-1","m-9"],
["dictatorship-tasks","39","iv-1","m-15"],
["dictatorship-tasks","39","iv-1","m-23"],
["dictatorship-era","39","iv-1","m-33"],
["dictatorship-struggle","41","iv-1","m-64"],
["dictatorship-struggle","41","iv-1","m-66"],
["dictatorship-tasks","41","iv-1","m-69"],
["dictatorship-era","41","iv-1","m-70"],
["dictatorship-era","41","iv-1","m-72"],
["dictatorship-re-education","42","iv-1","m-92"],
["dictatorship-rule","42","iv-2","m-105"],
["dictatorship-government","42","iv-2","m-106"],
["dictatorship-origin","43","iv-2","m-130"],
["dictatorship-defined","44","iv-2","m-135"],
["dictatorship-class","44","iv-2","m-139"],
["dictatorship-majority","44","iv-2","m-370"],
["dictatorship-defined","44","iv-2","m-143"],
["dictatorship-democracy","44","iv-2","m-148"],
["dictatorship-origin","45","iv-2","m-176"],
["dictatorship-soviet","47","iv-3","m-250"],
["dictatorship-tasks","49","iv-3","m-310"],
["dictatorship-era","50","iv-3","m-314"],
["dictatorship-majority","50","iv-3","m-378"]
],
"elections": [],
"emancipation": [
["emancipation","49","iv-3","m-309"],
["emancipation","51","iv-3","m-356"]
],
"encirclement": [
["encirclement","47","iv-2","m-244"]
],
"equality": [
["equality","44","iv-2","m-154"],
["equality","44","iv-2","m-157"],
["equality","49","iv-3","m-297"]
],
"experience": [
["experience","40","iv-1","m-39"],
["experience","50","iv-3","m-331"],
["experience","50","iv-3","m-332"]
],
"exploited": [
["exploited-strength","40","iv-1","m-44"],
["exploited-governments","43","iv-2","m-123"],
["exploited-majority","44","iv-2","m-142"],
["exploited-equality","44","iv-2","m-157"],
["exploited-equality","45","iv-2","m-158"],
["exploited-governments","45","iv-2","m-163"],
["exploited-majority","45","iv-2","m-170"],
["exploited-soviets","48","iv-3","m-270"],
["exploited-soviets","49","iv-3","m-292"],
["exploited-led","50","iv-3","m-328"],
["exploited-led","50","iv-3","m-336"]
],
"exploiters": [],
"factories": [],
"finance-capital": [
["finance-capital","48","iv-3","m-278"]
],
"first-world-war": [
["first-world-war","46","iv-2","m-224"]
],
"force": [
["force","44","iv-2","m-136"],
["force","44","iv-2","m-145"],
["force","47","iv-2","m-247"]
],
"freedom": [],
"government-changes": [],
"habit": [
["habit","41","iv-1","m-55"],
["habit","42","iv-1","m-99"]
],
"imperialism": [
["imperialism","39","iv-1","m-32"],
["imperialism","43","iv-2","m-120"],
["imperialism","45","iv-2","m-160"],
["imperialism","46","iv-2","m-210"],
["imperialism","46","iv-2","m-215"],
["imperialism","47","iv-2","m-243"]
],
"imperialist-war": [],
"industrial-units": [
["industrial-units","51","iv-3","m-340"]
],
"intellectuals": [],
"internationalism": [
["internationalism","50","iv-3","m-322"]
],
"judiciary": [
["judiciary","51","iv-3","m-349"]
],
"labour-aristocracy": [],
"landlords-and-capitalists": [
["landlords-and-capitalists","39","iv-1","m-25"],
["landlords-and-capitalists","41","iv-1","m-58"],
["landlords-and-capitalists","43","iv-2","m-132"],
["landlords-and-capitalists","49","iv-3","m-293"]
],
"law": [
["law","44","iv-2","m-144"]
],
"legislative-executive": [
["legislative-executive","51","iv-3","m-338"]
],
"liberties": [
["liberties","45","iv-2","m-161"],
["liberties","45","iv-2","m-172"],
["liberties","46","iv-2","m-229"],
["liberties","49","iv-3","m-298"]
],
"majority": [
["majority","50","iv-3","m-320"]
],
"management": [
["management","40","iv-1","m-51"]
],
"masses": [
["masses","39","iv-1","m-28"],
["masses","44","iv-2","m-371"],
["masses","48","iv-3","m-280"],
["masses","48","iv-3","m-283"],
["masses","49","iv-3","m-308"],
["masses","50","iv-3","m-324"],
["masses","51","iv-3","m-342"]
],
"mass-organizations": [
["mass-organizations","48","iv-3","m-268"],
["mass-organizations","49","iv-3","m-291"],
["mass-organizations","51","iv-3","m-351"]
],
"militarism": [
["militarism","46","iv-2","m-212"],
["militarism","46","iv-2","m-216"],
["militarism","46","iv-2","m-230"]
],
"minority": [],
"money": [
["money","40","iv-1","m-50"]
],
"monopoly-capitalism": [
["monopoly-capitalism","46","iv-2","m-209"]
],
"nationalities": [
["nationalities","50","iv-3","m-323"],
["nationalities","50","iv-3","m-325"]
],
"national-oppression": [],
"officials": [
["officials","42","iv-1","m-96"]
],
"old-order": [
["old-order","42","iv-2","m-367"],
["old-order","43","iv-2","m-369"],
["old-order","49","iv-3","m-284"]
],
"opportunists": [
["opportunists","42","iv-2","m-368"],
["opportunists","42","iv-2","m-110"],
["opportunists","46","iv-2","m-196"]
],
"oppressed": [],
"parliamentarism": [
["parliamentarism","48","iv-3","m-257"],
["parliamentarism","49","iv-3","m-307"],
["parliamentarism","50","iv-3","m-313"]
],
"peaceful-development": [
["peaceful-development","45","iv-2","m-177"],
["peaceful-development","46","iv-2","m-199"],
["peaceful-development","46","iv-2","m-200"],
["peaceful-development","47","iv-2","m-245"]
],
"peasants": [
["peasants","42","iv-1","m-94"],
["peasants","45","iv-2","m-174"],
["peasants","48","iv-3","m-272"],
["peasants","50","iv-3","m-319"]
],
"petty-bourgeoisie": [
["petty-bourgeoisie","40","iv-1","m-38"],
["petty-bourgeoisie","42","iv-1","m-79"],
["petty-bourgeoisie","42","iv-1","m-103"]
],
"police": [
["police","45","iv-2","m-182"]
],
"power": [
["power","39","iv-1","m-19"],
["power","42","iv-1","m-85"],
["power","43","iv-2","m-111"],
["power","43","iv-2","m-127"]
],
"press": [
["press","45","iv-2","m-162"]
],
"printing-plants": [],
"proletarian-dictatorship": [],
"proletarian-revolution": [
["proletarian-revolution-content","38","iv-1","m-8"],
["proletarian-revolution-completion","38","iv-1","m-11"],
["proletarian-revolution-country","39","iv-1","m-21"],
["proletarian-revolution-country","40","iv-1","m-42"],
["proletarian-revolution-violent","44","iv-2","m-134"],
["proletarian-revolution-violent","47","iv-2","m-240"]
],
"proletariat": [
["proletariat-education","42","iv-1","m-77"],
["proletariat-education","42","iv-1","m-84"],
["proletariat-leadership","42","iv-1","m-98"],
["proletariat-education","42","iv-1","m-101"],
["proletariat-organizations","47","iv-3","m-255"],
["proletariat-organizations","48","iv-3","m-256"],
["proletariat-organizations","48","iv-3","m-258"],
["proletariat-leadership","48","iv-3","m-274"],
["proletariat-peasants","50","iv-3","m-318"],
["proletariat-leadership","50","iv-3","m-327"],
["proletariat-leadership","50","iv-3","m-335"]
],
"re-education": [
["re-education","41","iv-1","m-60"],
["re-education","42","iv-1","m-78"],
["re-education","42","iv-1","m-93"]
],
"restoration": [
["restoration","39","iv-1","m-26"],
["restoration","39","iv-1","m-35"],
["restoration","40","iv-1","m-36"]
],
"revolution": [
["revolution-power","39","iv-1","m-17"],
["revolution-people","46","iv-2","m-189"],
["revolution-people","47","iv-2","m-235"],
["revolution-experience","50","iv-3","m-331"]
],
"revolutionary-movement": [
["revolutionary-movement","43","iv-2","m-121"],
["revolutionary-movement","47","iv-2","m-242"],
["revolutionary-movement","48","iv-3","m-276"]
],
"ruling-class": [
["ruling-class","44","iv-2","m-138"],
["ruling-class","49","iv-3","m-288"]
],
"small-production": [
["small-production","41","iv-1","m-56"],
["small-production","41","iv-1","m-59"],
["small-production","42","iv-1","m-95"]
],
"socialism-transition": [],
"socialism": [
["socialism","38","iv-1","m-12"],
["socialism","39","iv-1","m-16"],
["socialism","42","iv-1","m-76"],
["socialism","51","iv-3","m-357"]
],
"socialist-movement": [
["socialist-movement","50","iv-3","m-333"]
],
"socialization": [
["socialization","44","iv-2","m-133"]
],
"soldiers": [
["soldiers","48","iv-3","m-376"]
],
"soviet-power": [
["soviet-power-form","38","iv","m-5"],
["soviet-power-form","47","iv-3","m-250"],
["soviet-power-essence","49","iv-3","m-286"],
["soviet-power-essence","49","iv-3","m-290"],
["soviet-power-new","49","iv-3","m-305"],
["soviet-power-features","50","iv-3","m-315"],
["soviet-power-features","50","iv-3","m-316"],
["soviet-power-peasants","50","iv-3","m-318"],
["soviet-power-internationalist","50","iv-3","m-379"],
["soviet-power-vanguard","50","iv-3","m-380"],
["soviet-power-legislative","51","iv-3","m-381"],
["soviet-power-administration","51","iv-3","m-341"],
["soviet-power-army","51","iv-3","m-344"],
["soviet-power-smashing","51","iv-3","m-346"],
["soviet-power-withering","51","iv-3","m-382"],
["soviet-power-commune","51","iv-3","m-358"]
],
"state": [
["state-proletarian","43","iv-2","m-128"],
["state-class-rule","44","iv-2","m-137"],
["state-proletarian","44","iv-2","m-140"],
["state-administration","45","iv-2","m-164"],
["state-administration","45","iv-2","m-173"],
["state-proletarian","48","iv-3","m-262"],
["state-administration","48","iv-3","m-282"],
["state-proletarian","49","iv-3","m-295"],
["state-administration","49","iv-3","m-299"],
["state-proletarian","50","iv-3","m-321"],
["state-union","50","iv-3","m-326"],
["state-administration","51","iv-3","m-343"],
["state-administration","51","iv-3","m-352"],
["state-withering","51","iv-3","m-353"]
],
"state-bourgeois": [],
"state-machine-bourgeois": [
["state-machine-bourgeois","43","iv-2","m-129"],
["state-machine-bourgeois","45","iv-2","m-178"],
["state-machine-bourgeois","45","iv-2","m-179"],
["state-machine-bourgeois","46","iv-2","m-183"],
["state-machine-bourgeois","47","iv-2","m-236"],
["state-machine-bourgeois","47","iv-2","m-241"],
["state-machine-bourgeois","47","iv-2","m-248"],
["state-machine-bourgeois","47","iv-3","m-252"],
["state-machine-bourgeois","48","iv-3","m-259"],
["state-machine-bourgeois","51","iv-3","m-347"]
],
"technical-personnel": [
["technical-personnel","40","iv-1","m-52"]
],
"toilers": [],
"traditions": [
["traditions","41","iv-1","m-67"],
["traditions","42","iv-1","m-100"]
],
"transition": [
["transition","39","iv-1","m-33"],
["transition","41","iv-1","m-71"],
["transition","51","iv-3","m-364"]
],
"uprising": [
["uprising","48","iv-3","m-277"]
],
"vanguard": [
["vanguard","48","iv-3","m-273"],
["vanguard","49","iv-3","m-287"],
["vanguard","50","iv-3","m-329"]
],
"violence": [],
"war-art": [
["war-art","41","iv-1","m-53"]
],
"withering-away": [
["withering-away","51","iv-3","m-382"]
],
"workers": [],
"upper-stratum": [
["upper-stratum","45","iv-2","m-159"]
],
"world-war": []
});
