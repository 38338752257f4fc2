"""Die Lektion über eine transponierte Schicht."""

WORDS = {
    "document.title.transposed": "Eine transponierte Faltung und ihre Gradienten: {layer}",
    "layer.extra": "Output-Padding {p}",
    "transposed.question": "Eine Faltung macht Karten kleiner; Netze, die zeichnen, brauchen den Weg zurück zu größeren. Eine transponierte Faltung tut vorwärts, was eine Faltung rückwärts tut: Sie zieht ihre Eingabe um eine Schrittweite von {s} auseinander. Was sind dann ihre eigenen Gradienten?",
    "transposed.layer": "Eine Eingabe {X} mit {n:1 Eintrag|{n} Einträgen} {x} trifft auf einen Filter {F} mit {k:1 Eintrag|{k} Einträgen} {f}. Jeder Eintrag der Eingabe, mal dem ganzen Filter, wird zu einem Fenster der Ausgabe {O} mit {m:1 Eintrag|{m} Einträgen} {o} addiert; die Fenster von Nachbarn beginnen {s} Ausgaben auseinander. Aus der Ausgabe wird ein Verlust {L} berechnet. Sein Gradient {given} ist bekannt{named:; wir schreiben {letter} für {entry}|}. Gesucht: {wanted}. Indizes zählen ab {base}.",
    "transposed.channels": "Die Schicht hat {counts}{grouped: in {groups} Gruppen, die einander nicht sehen|}. Obere Indizes: {images:{image} ist das Bild, |}{inputs:{channel} der Eingabekanal|die Eingabe hat einen Kanal}; beim Filter ist der erste der Eingabekanal{wide:, und der zweite, {out}, zählt die Ausgabekanäle, zu denen er addiert|}. Er addiert zu Ausgabekanal {made}. Die Bilder zeigen das erste Bild und die ersten Kanäle{added:; die übrigen werden ebenso multipliziert und addiert|}.",
    "transposed.sizes": "Auf jeder Achse werden aus {M} Eingaben {N} Ausgaben: Fenster von {e} Einträgen beginnen {s} auseinander{padded:, {before} und {after} Einträge schneidet das Padding ab|}{extra:, und {r}, das Output-Padding, kommt am Ende hinzu|}:",
    "transposed.padding": "Padding schneidet die Ausgabe zu: {where} von {o}. Auf dem Rückweg bekommt {d} Nullen an den abgeschnittenen Stellen.",
    "transposed.extra": "Output-Padding {r}: so viele Einträge mehr am Ende jeder Achse.{same: Eine Faltung mit dieser Schrittweite macht aus beiden Größen dieselbe, also sagt die Größe allein nicht, zu welcher es zurückgeht.| Was hinter dem letzten Fenster liegt, erreicht keine Eingabe.}",
    "transposed.dilation": "Dilatation {d}: Benachbarte Filtereinträge addieren zu Ausgaben im Abstand {d}, und der Filter überspannt {reach}.",
    "transposed.untouched": "{n:1 Ausgabe erreicht|{n} Ausgaben erreicht} keine Eingabe: Dort steht {bias:nur der Bias|0}.",
    "transposed.forward.title": "Vorwärts: Jede Eingabe malt ein Fenster",
    "transposed.forward": "Jeder Eintrag der Eingabe addiert sein Vielfaches des Filters zu {o}. Wo sich Fenster überlappen, sind Ausgaben Summen:",
    "transposed.painted": "{x} mal",
    "transposed.nothing": "Das Padding schneidet jedes Fenster ab: Keine Eingabe erreicht {o}.",
    "transposed.collected": "Von einer Ausgabe aus gesehen, etwa {o}, ist es eine Summe über das, was sie erreicht{bias:, plus den Bias|}:",
    "transposed.same": "Das ist die Summe des Gradienten einer Faltung nach ihrer Eingabe, mit {x} an der Stelle des Gradienten der Ausgabe. Also berechnen auch sie Nullen zwischen den Eingaben und der gespiegelte Filter{bias:; danach kommt der Bias hinzu|}:",
    "transposed.board.title": "Ein Schachbrett, oder keines",
    "transposed.board.uneven": "Benachbarte Ausgaben summieren verschieden viele Produkte, immer wieder im selben Muster. Wo Eingaben und Filtereinträge einander gleichen, zeigt sich das als Schachbrett. Es verschwindet, wenn der Filter für jede Phase der Schrittweite gleich viele Einträge hat; ohne Dilatation, wenn die Schrittweite die Filtergröße teilt:",
    "transposed.board.even": "Fern vom Rand summiert jede Ausgabe gleich viele Produkte, weil der Filter für jede Phase der Schrittweite gleich viele Einträge hat. Also gibt es kein Schachbrett:",
    "transposed.board.label": "Produkte in jedem Eintrag von {o}",
    "transposed.input.title": "Der Gradient nach der Eingabe: Nichts wird gespiegelt",
    "transposed.input": "{x} wird zu {n:einer Ausgabe|{n} Ausgaben} addiert, jedes Mal mal einem Filtereintrag, der die lokale Ableitung ist:",
    "transposed.input.sum": "Der Verlust spürt {x} durch das Fenster, das es gemalt hat, und nach der Kettenregel:",
    "transposed.input.slide": "Ausgaben und Filtereinträge kommen in derselben Reihenfolge, also gleitet der Filter, wie er ist{dilated:, dilatiert,|} über {d}{padded:, aufgefüllt, wo die Ausgabe abgeschnitten wurde,|} in Schritten von {s}. Das ist der Vorwärtsweg einer Faltung mit dieser Schrittweite:",
    "transposed.weight": "Jede Eingabe benutzt jeden Filtereintrag einmal, also sammelt {f} von allen: {x}{strided:, mit den Nullen der Schrittweite zwischen den Einträgen,|} gleitet über {d}{padded:, aufgefüllt, wo die Ausgabe abgeschnitten wurde|}. Nichts wird gespiegelt.{dilated: Vom Ergebnis bleibt nur jeder d-te Eintrag (d = {distance}).|}{trimmed: Das Output-Padding lässt Einträge zu viel übrig, und die ersten {k} zählen.|}{many: Jedes Paar von Kanälen hat seine eigene Korrelation, summiert über die Bilder.|}",
    "transposed.weight.window": "Hier entsteht der Gradient von {made}:",
    "transposed.remember.exchanged": "Eine transponierte Faltung ist eine Faltung mit vertauschten Rollen: Vorwärts ist sie der Gradient der Faltung nach der Eingabe, und ihr eigener Gradient ist der Vorwärtsweg der Faltung. Sie bringt die Größe zurück, nicht die Werte: Sie ist keine Umkehrung.",
    "transposed.remember.flip": "Für {gx} wird nichts gespiegelt, für {gf} auch nicht: Gespiegelt wird vorwärts.",
    "transposed.derived": "Damit ist die transponierte Faltung hergeleitet: Mit {d} als Eingabe, demselben Filter, derselben Schrittweite und demselben Padding{remains:, und Output-Padding {r},|} ergibt sie {gx}.",
}

MISTAKES = {
    "needless-flip": (
        "der Filter einer transponierten Schicht ist gespiegelt, wo nichts gespiegelt wird",
        "Ausgaben und Filtereinträge kommen in derselben Reihenfolge, also ist ∂L/∂X einer transponierten Schicht eine Korrelation mit dem Filter, wie er ist. Gespiegelt wird vorwärts, wo Nullen zwischen den Eingaben stehen.",
        "Welcher Filtereintrag führt von einer Eingabe zur ersten Ausgabe ihres Fensters, und welcher zur letzten?",
    ),
    "transposed-spread": (
        "die Fenster einer transponierten Schicht liegen nicht s Ausgaben auseinander",
        "Benachbarte Eingaben malen Fenster, die s Ausgaben auseinander beginnen: Zwischen den Eingaben stehen s−1 Nullen, und der Rückweg geht in Schritten von s.",
        "Wie weit auseinander beginnen die Fenster zweier benachbarter Eingaben?",
    ),
    "transposed-size": (
        "die Größe der Ausgabe einer transponierten Schicht ist falsch",
        "Fenster von d(k−1) + 1 Ausgaben beginnen im Abstand s, N Eingaben reichen also über s(N−1) + d(k−1) + 1 davon. Padding schneidet p₋ + p₊ ab, und Output-Padding fügt r an.",
        "Wo beginnt das Fenster der letzten Eingabe, und wo endet es?",
    ),
    "transposed-cut": (
        "Padding oder Output-Padding einer transponierten Schicht steht am falschen Ende oder hat die falsche Größe",
        "Padding schneidet an beiden Enden der Ausgabe p Einträge ab, und Output-Padding fügt nur am Ende Einträge an. Auf dem Rückweg bekommt ∂L/∂O an beiden Enden p Nullen und für das Output-Padding vorn nichts.",
        "Zu welcher Ausgabe addiert die erste Eingabe ihren ersten Filtereintrag?",
    ),
    "fold-cropped": (
        "das Padding gilt als Nullen, wo es Einträge von X enthält",
        "Was an einer Stelle des Paddings ankommt, gehört dem Eintrag, der dort steht: ∂L/∂X wird zurückgefaltet, also addiert, und nicht abgeschnitten; und ∂L/∂F trifft die aufgefüllte Eingabe.",
        "Welcher Eintrag von X wird am Anfang des ersten Fensters gelesen?",
    ),
}
