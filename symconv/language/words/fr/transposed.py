"""La leçon sur une couche transposée."""

WORDS = {
    "document.title.transposed": "Une convolution transposée et ses gradients : {layer}",
    "layer.extra": "bordure de sortie {p}",
    "transposed.question": "Une convolution réduit les cartes ; les réseaux qui dessinent ont besoin du chemin inverse. Une convolution transposée fait à l’aller ce qu’une convolution fait au retour : elle écarte son entrée d’un pas de {s}. Quels sont alors ses propres gradients ?",
    "transposed.layer": "Une entrée {X} de {n:1 coefficient|{n} coefficients} {x} rencontre un filtre {F} de {k:1 coefficient|{k} coefficients} {f}. Chaque coefficient de l’entrée, fois le filtre entier, s’ajoute à une fenêtre de la sortie {O} de {m:1 coefficient|{m} coefficients} {o} ; les fenêtres de voisins commencent à {s} sorties l’une de l’autre. À partir de la sortie on calcule une perte {L}. Son gradient {given} est connu{named: ; on écrit {letter} pour {entry}|}. On cherche : {wanted}. Les indices comptent à partir de {base}.",
    "transposed.channels": "La couche a {counts}{grouped: en {groups} groupes qui ne se voient pas|}. Indices supérieurs : {images:{image} est l’image, |}{inputs:{channel} le canal d’entrée|l’entrée a un canal} ; du filtre, le premier est le canal d’entrée{wide: et le second, {out}, compte les canaux de sortie auxquels il s’ajoute|}. Il s’ajoute au canal de sortie {made}. Les figures montrent la première image et les premiers canaux{added: ; les autres sont multipliés et ajoutés de la même façon|}.",
    "transposed.sizes": "Le long de chaque axe, {M} entrées donnent {N} sorties : des fenêtres de {e} coefficients commencent tous les {s}{padded:, la bordure coupe {before} et {after} coefficients|}{extra:, et {r}, la bordure de sortie, s’ajoute à la fin|} :",
    "transposed.padding": "La bordure coupe la sortie : {where} de {o}. Au retour, {d} reçoit des zéros aux places coupées.",
    "transposed.extra": "Bordure de sortie {r} : autant de coefficients de plus à la fin de chaque axe.{same: Une convolution de ce pas fait la même taille des deux ; la taille seule ne dit donc pas à laquelle revenir.| Ce qui est au-delà de la dernière fenêtre n’est atteint par aucune entrée.}",
    "transposed.dilation": "Dilatation {d} : des coefficients voisins du filtre s’ajoutent à des sorties à distance {d}, et le filtre couvre {reach}.",
    "transposed.untouched": "{n:1 sortie n’est atteinte|{n} sorties ne sont atteintes} par aucune entrée : il n’y a là que {bias:le biais|0}.",
    "transposed.forward.title": "À l’aller : chaque entrée peint une fenêtre",
    "transposed.forward": "Chaque coefficient de l’entrée ajoute son multiple du filtre à {o}. Là où les fenêtres se recouvrent, les sorties sont des sommes :",
    "transposed.painted": "{x} fois",
    "transposed.nothing": "La bordure coupe toutes les fenêtres : aucune entrée n’atteint {o}.",
    "transposed.collected": "Vu d’une sortie, par exemple {o}, c’est une somme sur ce qui l’atteint{bias:, plus le biais|} :",
    "transposed.same": "C’est la somme du gradient d’une convolution par rapport à son entrée, avec {x} à la place du gradient de la sortie. Des zéros entre les entrées et le filtre retourné la calculent donc aussi{bias: ; le biais s’ajoute ensuite|} :",
    "transposed.board.title": "Un damier, ou non",
    "transposed.board.uneven": "Des sorties voisines additionnent des nombres différents de produits, toujours selon le même motif. Là où entrées et coefficients du filtre se ressemblent, cela se voit comme un damier. Il disparaît quand le filtre a autant de coefficients pour chaque phase du pas ; sans dilatation, quand le pas divise la taille du filtre :",
    "transposed.board.even": "Loin des bords, chaque sortie additionne autant de produits, car le filtre a autant de coefficients pour chaque phase du pas. Il n’y a donc pas de damier :",
    "transposed.board.label": "produits dans chaque coefficient de {o}",
    "transposed.input.title": "Le gradient par rapport à l’entrée : rien n’est retourné",
    "transposed.input": "{x} s’ajoute à {n:une sortie|{n} sorties}, chaque fois multiplié par un coefficient du filtre, qui est la dérivée locale :",
    "transposed.input.sum": "La perte sent {x} à travers la fenêtre qu’il a peinte, et par la règle de la chaîne :",
    "transposed.input.slide": "Sorties et coefficients du filtre viennent dans le même ordre : le filtre glisse donc tel quel{dilated:, dilaté,|} sur {d}{padded:, bordé là où la sortie a été coupée,|} par pas de {s}. C’est l’aller d’une convolution de ce pas :",
    "transposed.weight": "Chaque entrée utilise une fois chaque coefficient du filtre, donc {f} recueille de toutes : {x}{strided:, avec les zéros du pas entre ses coefficients,|} glisse sur {d}{padded:, bordé là où la sortie a été coupée|}. Rien n’est retourné.{dilated: Du résultat on ne garde qu’un coefficient sur d (d = {distance}).|}{trimmed: La bordure de sortie laisse des coefficients en trop ; seuls les {k} premiers comptent.|}{many: Chaque paire de canaux a sa propre corrélation, sommée sur les images.|}",
    "transposed.weight.window": "Ici la fenêtre donne le gradient de {made} :",
    "transposed.remember.exchanged": "Une convolution transposée est une convolution aux rôles échangés : à l’aller elle est le gradient de la convolution par rapport à l’entrée, et son propre gradient est l’aller de la convolution. Elle rend la taille, pas les valeurs : ce n’est pas un inverse.",
    "transposed.remember.flip": "Rien n’est retourné pour {gx}, ni pour {gf} : c’est à l’aller que le filtre est retourné.",
    "transposed.derived": "Voilà dérivée la convolution transposée : avec {d} pour entrée, le même filtre, le même pas et la même bordure{remains:, et la bordure de sortie {r},|} elle donne {gx}.",
}

MISTAKES = {
    "needless-flip": (
        "le filtre d’une couche transposée est retourné là où rien n’est retourné",
        "Les sorties et les entrées du filtre viennent dans le même ordre : ∂L/∂X d’une couche transposée est une corrélation avec le filtre tel quel. Le retournement est à l’aller, où des zéros séparent les entrées.",
        "Quelle entrée du filtre mène d’une entrée à la première sortie de sa fenêtre, et laquelle à la dernière ?",
    ),
    "transposed-spread": (
        "les fenêtres d’une couche transposée ne sont pas à s sorties l’une de l’autre",
        "Des entrées voisines peignent des fenêtres qui commencent à s sorties l’une de l’autre : s−1 zéros séparent les entrées, et le retour avance par pas de s.",
        "À quelle distance commencent les fenêtres de deux entrées voisines ?",
    ),
    "transposed-size": (
        "la taille de la sortie d’une couche transposée est fausse",
        "Les fenêtres de d(k−1) + 1 sorties commencent tous les s, donc N entrées couvrent s(N−1) + d(k−1) + 1 sorties. La bordure en coupe p₋ + p₊, et la bordure de sortie en ajoute r.",
        "Où commence la fenêtre de la dernière entrée, et où finit-elle ?",
    ),
    "transposed-cut": (
        "le remplissage ou le remplissage de sortie d’une couche transposée est au mauvais bout ou n’a pas la bonne taille",
        "Le remplissage coupe p entrées aux deux bouts de la sortie, et le remplissage de sortie en ajoute à la fin seulement. Au retour, ∂L/∂O reçoit p zéros aux deux bouts, et rien devant pour le remplissage de sortie.",
        "À quelle sortie la première entrée ajoute-t-elle sa première entrée du filtre ?",
    ),
    "fold-cropped": (
        "le remplissage est pris pour des zéros là où il contient des entrées de X",
        "Ce qui arrive à une place du remplissage appartient à l’entrée qui s’y trouve : ∂L/∂X est replié, c’est-à-dire additionné, et non rogné ; et ∂L/∂F rencontre l’entrée remplie.",
        "Quelle entrée de X est lue là où commence la première fenêtre ?",
    ),
}
