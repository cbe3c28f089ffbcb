"""Names that markers can stand for, as the tests of markers know them."""

from depesche.newsroom.dossier.known import Known

KNOWN = Known(
    actors={"putin": "Wladimir Putin", "trump": "Donald Trump", "kyiv": "Kyjiw", "3": "Die Drei"},
    issues={"land": "Gebietsabtretungen", "feuer-pause": "Feuerpause"},
    places={"anchorage": "Anchorage", "kyiv": "Stadt Kyjiw"},
    questions={"lead": "Was wird?", "1": "Wer kommt?", "3": "Wer garantiert das?"},
    scenarios={"deal": "Ein Abkommen", "no-deal": "Kein Abkommen"},
    scenario_numbers={"1": "deal", "2": "no-deal"},
)
