"""La leçon sur la bordure repliée."""

WORDS = {
    "layer.mode": "mode de bordure {mode}",
    "folded.question": "Bordée de zéros, une convolution ne lit rien au-delà du bord. Bordée de coefficients de l’entrée elle-même, elle en lit certains à plusieurs places. Quel est le gradient d’un coefficient qui se trouve à plusieurs places ?",
    "folded.padding": "Bordure : {where}. Des coefficients de l’entrée y figurent une fois de plus : {mode}.",
    "folded.reflect": "reflect la reflète à son premier et à son dernier coefficient, sans répéter ceux-ci",
    "folded.replicate": "replicate répète son premier et son dernier coefficient",
    "folded.circular": "circular continue à son autre bout, comme si elle était fermée en anneau",
    "folded.around.title": "D’où vient la bordure",
    "folded.around": "Écrite en entier, l’entrée bordée est une entrée plus grande, {y} ; ce qui entoure {x} est marqué. Le filtre glisse sur {y}, qui n’a pas de bordure à elle :",
    "folded.input.title": "Le gradient par rapport à l’entrée : replier",
    "folded.entry": "{x} se trouve à {n:une place|{n} places} de l’entrée bordée. Une sortie qui le lit à plusieurs varie avec lui selon la somme des coefficients du filtre qu’il rencontre. Les dérivées locales :",
    "folded.back": "Place par place, le gradient de {y} est celui d’une convolution sans bordure. Donc dilater, border, retourner, glisser :",
    "folded.fold": "Maintenant, replier : {n:{x} se trouve à une place, et son gradient est ce qui y arrive|{x} reçoit la somme de ce qui arrive à ses {n} places}. Autour de zéros, on couperait le bord. Ici il appartient à des coefficients de l’entrée, et le couper le perdrait :",
    "folded.weight": "Pour le filtre, rien ne change : il rencontre les coefficients de {y} tels qu’ils ont été lus à l’aller, et rien n’est replié.",
    "folded.remember.copy": "Ce qui est copié à l’aller est ajouté au retour : {gx} est replié, non rogné.",
    "folded.remember.inner": "L’entrée bordée {y} est une entrée comme une autre, et sa convolution n’a pas de bordure.",
}
