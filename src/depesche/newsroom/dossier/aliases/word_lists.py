"""Small lists, made by hand, of the words around a name that decide whether it is one.

They are short on purpose: each word is one that news texts hold again and again. All of them are
in small letters.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Family names and places that are words of the language. Those of the first list are written with
# a capital anywhere (German nouns, English months), so that a capital proves nothing; those of the
# second only where a sentence begins.
ALWAYS_CAPITAL: Final = {
    "de": _words(
        "adler baum bauer beck berg bischof blum bock brand braun busch engel essen feld fink"
        " fischer frost fuchs grün hahn hammer haus herbst herzog hirsch hof holz horn jäger kaiser"
        " keller koch könig kraft kramer krause krug kuhn lamm linke löwe mai maurer meister müller"
        " nagel ochs pfeiffer pflug rabe reich richter ritter rose roth rot sander schäfer schmied"
        " schneider schulze schuster schwan schwarz sommer spiegel stahl stein stern storch strauss"
        " stumpf tanne teufel thron vogel wagner wald weber weiss welt wind winter wirt wolf zeit"
        " zimmer zimmermann"
    ),
    "en": _words("april august autumn easter friday january june march may monday sunday"),
}
AT_A_START: Final = {
    "de": _words(
        "alt böse breit dick ernst fromm früh gross gut hell hoch jung kalt klein klug kurz lang"
        " laut leicht neu reich sanft scharf schnell schön schwer stark still streng süss tief treu"
        " warm weise wild wohl zart halle regen"
    ),
    "en": _words(
        "a i o x adams baker banks bass bell best bill bird bishop black bloom bond brown bush"
        " cash chance chase chips church clay cook cotton cross day dean drew fields fish"
        " fisher flood flowers ford forest fox frank gates glass gold good grace grant gray green"
        " grey guy hall hand hart hill hope house hunt hunter jack jobs judge king knight lamb lane"
        " law little long love major mark marsh mason mercy miles miller moon moore nice page park"
        " peace pence pike pole polish porter power powers price rains reading reed rice rich rock"
        " rose rush sage self sharp shaw short silver small smart smith snow sparks speed spring"
        " star stone storm street strong summer sun swift taylor turner us wales walker"
        " walls ward waters way weaver wells west white wild will wise wood woods wolf wright young"
    ),
}

# Before or after an English month there is one of these, or a number.
BEFORE_A_MONTH: Final = _words(
    "in on by since until till last next this from early late mid every through of before after"
    " during and between"
)

# Before a place that is a word: then it is the place.
BEFORE_A_PLACE: Final = _words("in aus nach stadt raum region city near from")

# The head of a description: what somebody is, not what somebody is called.
ROLES: Final = {
    "de": (
        *("präsident", "präsidentin", "chef", "chefin", "minister", "ministerin", "kanzler"),
        *("kanzlerin", "premier", "sprecher", "sprecherin", "könig", "königin", "kaiser", "papst"),
        *("herrscher", "machthaber", "führer", "diktator", "kommissar", "kommissarin", "vize"),
        *("general", "botschafter", "botschafterin", "gesandte", "beauftragte", "vorsitzende"),
        *("gouverneur", "bürgermeister", "bürgermeisterin", "sekretär", "sekretärin", "herr"),
        *("senator", "senatorin", "abgeordnete", "berater", "beraterin", "unterhändler", "frau"),
        *("oberhaupt", "richter", "bischof", "doktor", "professor", "professorin", "politiker"),
    ),
    "en": (
        *("president", "leader", "minister", "chancellor", "premier", "secretary", "chief"),
        *("king", "queen", "pope", "ruler", "dictator", "commissioner", "general", "ambassador"),
        *("envoy", "chairman", "chair", "chairwoman", "governor", "mayor", "senator", "adviser"),
        *("spokesman", "spokeswoman", "speaker", "prime", "foreign", "gov", "sen", "rep", "mr"),
        *("mrs", "ms", "dr", "prof", "professor", "press", "vice", "lord", "lady", "sir", "judge"),
    ),
}

# Before a description: somebody else held the office, or will, or nobody is meant.
SOMEBODY_ELSE: Final = {
    "de": _words(
        "ex alt ein eine einem einen eines einer kein keine keinem keinen keines keiner jeder"
        " jedem jeden jedes irgendein irgendeinem irgendeinen mancher welcher vize stellvertretende"
        " stellvertretender stellvertretenden zwei drei vier fünf sechs sieben acht neun zehn elf"
        " zwölf mehrere viele einige frühere früherer früheren früherem ehemalige ehemaliger"
        " ehemaligen ehemaligem einstige einstiger einstigen damalige damaliger damaligen damaligem"
        " vorige voriger vorigen vorherige vorheriger vorherigen letzte letzter letzten nächste"
        " nächster nächsten künftige künftiger künftigen designierte designierter designierten"
        " verstorbene verstorbener verstorbenen erste erster ersten gestürzte gestürzter gestürzten"
        " spätere späterer späteren"
    ),
    "en": _words(
        "a an no any every each some another former ex then then- late previous past next future"
        " first last deputy vice acting two three four five six seven eight nine ten most many"
        " several which onetime one-time ousted designated incoming outgoing"
    ),
}

# Before an inflected noun: there are several of them.
SEVERAL: Final = _words(
    "die der diese dieser beide beiden beider alle aller viele vieler mehrere mehrerer einige"
    " einiger zwei zweier drei dreier vier fünf manche mancher keine keiner"
)

# Before an inflected noun: there is one.
THE_ONE: Final = _words(
    "des dem den vom zum beim am im dieses diesem diesen unseres unserem unseren"
)

# Between an indefinite article and a family name: somebody like that.
LIKENESSES: Final = _words("neuer neuen neuem zweiter zweiten zweitem anderer anderen anderem")

# Before a name that is a word: then it is the word.
DETERMINERS: Final = {
    "de": _words(
        "der die das dem den des ein eine einem einen eines einer kein keine keinem keinen im am"
        " vom zum zur beim ins ans viel mehr wenig etwas kräftiges helles dunkles sattes dieser"
        " diese dieses diesem diesen jeder jede jedes sein seine ihr ihre unser unsere"
    ),
    "en": _words("a an the this that these those my your his her its our their some any no"),
}

# Before a family name: relatives, and names that only begin like it.
FAMILIES: Final = _words("familie ehepaar eheleute clan family brothers sisters couple lady miss")
FIRST_NAMES: Final = _words(
    "aaron adam alan albert alex alexander alexandra alexei alexej alice alina alla amanda amy"
    " anastasia andre andrea andreas andrei andrej andrew andrij angela ann anna annalena anne"
    " annette anton arnold arthur barbara barron bernd bill birgit bob boris brad brandon brian"
    " bruce bryan carl carla carol caroline catherine cem charles charlotte chris christian"
    " christina christine christoph clara claudia craig cynthia daniel daria david deborah denis"
    " denise dennis denzel diana diane dieter dirk dmitri dmitrij dmitry dmytro dominik donald"
    " donna doris dorothy douglas eduard edward elena elias elisabeth elizabeth elke ella emily"
    " emma eric erich erik erika ernst esther eugene eva evelyn felix finn florian frank franz"
    " fred friedrich fritz gabriele gary georg george gerald gerhard gisela gloria greg gregor"
    " gregory günter günther hanna hannah hannelore hans harald harold harry hartmut heather heidi"
    " heike heinrich heinz helen helena helga helmut hendrik henry herbert hermann holger horst"
    " howard hubertus igor ilja ines inge ingrid irina ivan ivana ivanka iwan jack jacob jakob"
    " james jan jana jane janet janice jared jason jean jeb jeff jeffrey jenna jennifer jens"
    " jeremy jerry jessica jill jim jimmy joachim joan joe johann johannes john jonas jonathan"
    " jordan josef joseph joshua joyce judith judy julia julian justin jutta jürgen kai kamala"
    " karin karl karoline katharina katherine kathleen katja keith kelly kenneth kerstin kevin kim"
    " klaus konrad konstantin kurt lara larry lars laura lauren lawrence lea lena leo leonard"
    " leonid lina linda lisa ljudmila lorenz lothar louis luca lucas ludwig luis luise lukas lutz"
    " lyudmila malte manfred marc marcel marco margaret maria marie marina mario mark markus marla"
    " marlene martha martin mary mathias matthew matthias max maxim maximilian megan melania"
    " melanie michael michail michelle mike mikhail mila monika moritz nadja nancy natalia natalja"
    " nathan neil nicholas nicola nicole nikita niklas nikolai nikolaj nina norbert norman olaf"
    " oleg oleksandr oleksij olena olga oliver olivia omid oskar otto pamela pascal patricia"
    " patrick paul paula peggy peter petra petro phil philip philipp pierre prescott rachel rainer"
    " ralf ralph raymond rebecca regina reinhard renate ricarda richard robert roger roland rolf"
    " ronald rosa rosemarie roy rudolf russell ruth ryan sabine sahra sam samantha samuel sandra"
    " sara sarah saskia scott sean sebastian sergei sergej serhij sharon shirley sigmar sigrid"
    " silke simon simone sofia sonja sophia stefan stefanie stephan stephanie stephen steve steven"
    " susan susanne sven svenja svetlana swetlana sylvia tanja taras tatiana tatjana teresa terry"
    " theo theodor theresa thomas tiffany tim timo tina tobias todd tom tony torsten udo ulrich"
    " ulrike ursula ute uwe valerie vanessa vera verena victor victoria viktor viktoria vincent"
    " virginia vitali vladimir volker wadim walter wayne wendy werner wilhelm william willy"
    " winfried witali wladimir wolfgang wolodymyr xenia yulia yuri yvonne zoe"
)

# Beside a name: together they name something else (a newspaper, an airline, a club).
PART_BEFORE: Final = _words(
    "dynamo dinamo spartak zska cska lokomotive lokomotiv torpedo schachtar shakhtar sorja"
    " metalist fc sc hotel radio miss new neu neues little port fort lake mount saint st north"
    " south"
)
PART_AFTER: Final = _words(
    "tower post times today independent airlines airways organization organisation media group"
    " university street square avenue hotel league park center centre institute college museum bowl"
    " daily news tribune journal review monument express foundation inc ag gmbh"
    " corp company records d.c dc"
)

JUNIORS: Final = _words("jr junior sr senior")

# After a description: a German noun that is nobody's name.
NOUN_ENDINGS: Final = (
    *("ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "ion", "ionen"),
    *("nis", "nisse", "nissen", "tät", "täten", "ismus", "isten", "mente", "menten", "innen"),
    *("tum", "länder", "ländern", "leute", "leuten", "worte", "worten", "fragen", "waffen"),
)
NOUNS: Final = _words(
    "abend abende angst anruf applaus armee auftritt beifall besuch blumen botschaft druck"
    " einfluss ende fehler flugzeug fortschritte freude frieden gas geduld gegner gehör geld"
    " gespräche gäste haltung hilfe hoffnung interesse kontakt krieg kritik macht maschine medien"
    " mittel morgen mut mühe nachmittag namen nein partner plan platz pläne raketen rat raum recht"
    " rede reise reporter respekt ruhe schuld schutz schwäche soldaten sorge sorgen sprecher"
    " streit stärke teil teile truppen umfeld verbündete verständnis vertrauen verträge vorwürfe"
    " wert worte wunsch wut zeichen zeit ziele zugang zölle öl"
)

# After an English name: a capital that belongs to a word of its own.
STANDS_ALONE: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december i president prime foreign gov sen rep"
    " secretary minister press chief chancellor american british german french dutch polish"
    " spanish turkish chinese western eastern nobel"
)
SMALL_IN_HEADLINES: Final = _words(
    "the and for but nor yet not off out per via with from into onto over than that upon after"
    " amid before about against between during under until"
)

# After a comma: another town of that name. (Alaska is missing: there it would be ours.)
STATES: Final = _words(
    "alabama arizona arkansas california colorado connecticut delaware florida georgia idaho"
    " illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan"
    " minnesota mississippi missouri montana nebraska nevada ohio oklahoma ontario oregon"
    " pennsylvania tennessee texas utah vermont virginia wisconsin wyoming"
)
