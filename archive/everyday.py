"""Words that stand in any news, in the languages of the region: they say nothing of which event an article tells.

Presidents are among them: on one day they are in many stories.

Hand-written, a document frequency in two steps. An archive's own frequencies would change with every article that
comes, and with them the scores of all pairs: what is linked would depend on the order of arrival.
"""

from __future__ import annotations

SILENT = """
the and for that with was were are has have had not but his her its they their from this will would been more than after
which when where who whom whose what into over under about said says also them there then only can may must before
during between against since until while some other others another all any each most many much very last first next
same because still out off down even just again himself herself itself how why should could did does done being both
что это как для или его она они был была было были будет при под над без после перед также который которая которые
которого того этом этой этих эту еще ещё уже если только когда где чтобы между через около более менее чем лет сообщил
сообщила сообщили сообщает заявил сказал сказала рассказал отметил словам данным наш наша все всего всех них ним нему
так там тут том тоже даже себя свой своей своих свои ему ней мы вы нет был бы не на по из за до от об со ко во
дар бар барои аст буд буданд шуд шуда шудан шудааст мешавад карда кард карданд мекунад мекунанд аз ба то бо ва ки ин
он онҳо худ низ ҳам ҳар ҳамаи дигар пас баъд баъди пеш гуфт гуфта гуфтанд хабар дод дода мегӯяд дорад доранд байни бе
va bilan uchun bu deb edi boʻldi qilindi haqida ham esa lekin keyin oldin qildi boʻlgan uning ular
жана менен үчүн бул деп болду кылды тууралуу дагы бирок кийин мурун болгон анын алар эле деди
және мен үшін бұл деп болды туралы тағы бірақ кейін бұрын болған оның олар еді деді
""".split()  # noqa: SIM905 a list of four hundred strings cannot be read

COMMON = """
tajikistan dushanbe president government country city national district region people year years month week day million
percent cent minister ministry republic official officials head chairman director department committee service reported
news press somoni dollars thousand january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
таджикистан таджикистана таджикистане президент правительство страна страны стране город города района районе район
области область министр министерство министерства национальный республика республики глава председатель директор
комитет комитета сообщение пресс год года году дня день тысяч тысячи млн млрд человек сомони доллар долларов
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
понедельник вторник среду четверг пятницу субботу воскресенье
тоҷикистон ҷумҳурии президенти ҳукумати кишвар кишвари шаҳри ноҳияи вилояти вазири вазорати раиси сарвари муовини
кумитаи миллии хадамоти сол соли моҳи рӯзи рӯз нафар сомонӣ ҳазор миллион фоиз душанбе сешанбе чоршанбе панҷшанбе ҷумъа
шанбе якшанбе январ феврал апрел июн июл август сентябр октябр ноябр ноябри декабр
prezident hukumat mamlakat shahar viloyat tuman vazir yil yili kun ming foiz oʻzbekiston toshkent
өлкө шаар облус район министр жыл жылы күн миң пайыз кыргызстан бишкек өкмөт
ел қала облыс аудан жылы мың пайыз қазақстан астана үкімет
эмомалӣ эмомали emomali мирзиёев mirziyoyev шавкат shavkat токаев тоқаев tokayev жапаров japarov садыр sadyr жээнбеков
назарбаев бердымухамедов berdimuhamedov путин putin трамп trump
""".split()  # noqa: SIM905
