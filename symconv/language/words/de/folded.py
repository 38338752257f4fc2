"""Die Lektion über gefaltetes Padding."""

WORDS = {
    "layer.mode": "Padding-Modus {mode}",
    "folded.question": "Mit Nullen am Rand liest eine Faltung jenseits des Randes nichts. Mit Einträgen der Eingabe selbst liest sie manche davon an mehreren Plätzen. Was ist der Gradient eines Eintrags, der an mehreren Plätzen steht?",
    "folded.padding": "Padding: {where}. Dort stehen Einträge der Eingabe noch einmal: {mode}.",
    "folded.reflect": "reflect spiegelt sie an ihrem ersten und letzten Eintrag, ohne diese zu wiederholen",
    "folded.replicate": "replicate wiederholt ihren ersten und letzten Eintrag",
    "folded.circular": "circular geht an ihrem anderen Ende weiter, als wäre sie zum Ring geschlossen",
    "folded.around.title": "Woher der Rand kommt",
    "folded.around": "Ausgeschrieben ist die Eingabe mit ihrem Rand eine größere Eingabe, {y}; was um {x} herum steht, ist markiert. Der Filter gleitet über {y}, das selbst kein Padding hat:",
    "folded.input.title": "Der Gradient nach der Eingabe: zurückfalten",
    "folded.entry": "{x} steht an {n:einem Platz|{n} Plätzen} der Eingabe mit Rand. Eine Ausgabe, die ihn an mehreren liest, ändert sich mit ihm um die Summe der Filtereinträge, die er trifft. Die lokalen Ableitungen:",
    "folded.back": "Platz für Platz ist der Gradient von {y} der einer Faltung ohne Padding. Also dilatieren, auffüllen, spiegeln, gleiten:",
    "folded.fold": "Nun zurückfalten: {n:{x} steht an einem Platz, und sein Gradient ist, was dort ankommt|{x} bekommt die Summe dessen, was an seinen {n} Plätzen ankommt}. Bei Nullen würde der Rand abgeschnitten. Hier gehört er zu Einträgen der Eingabe, und mit dem Abschneiden ginge er verloren:",
    "folded.weight": "Für den Filter ändert sich nichts: Er trifft die Einträge von {y}, wie sie vorwärts gelesen wurden, und nichts wird gefaltet.",
    "folded.remember.copy": "Was vorwärts kopiert wird, wird rückwärts addiert: {gx} wird gefaltet, nicht zugeschnitten.",
    "folded.remember.inner": "Die Eingabe mit Rand, {y}, ist eine Eingabe wie jede andere, und ihre Faltung hat kein Padding.",
}
