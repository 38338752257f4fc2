"""A aula sobre uma camada transposta."""

WORDS = {
    "document.title.transposed": "Uma convolução transposta e seus gradientes: {layer}",
    "layer.extra": "preenchimento de saída {p}",
    "transposed.question": "Uma convolução diminui os mapas; redes que desenham precisam do caminho de volta a mapas maiores. Uma convolução transposta faz na ida o que uma convolução faz na volta: afasta a sua entrada com um passo de {s}. Quais são, então, os seus próprios gradientes?",
    "transposed.layer": "Uma entrada {X} de {n:1 elemento|{n} elementos} {x} encontra um filtro {F} de {k:1 elemento|{k} elementos} {f}. Cada elemento da entrada, vezes o filtro inteiro, é somado a uma janela da saída {O} de {m:1 elemento|{m} elementos} {o}; as janelas de vizinhos começam a {s} saídas uma da outra. Da saída calcula-se uma perda {L}. Seu gradiente {given} é conhecido{named:; escrevemos {letter} para {entry}|}. Procura-se: {wanted}. Os índices contam a partir de {base}.",
    "transposed.channels": "A camada tem {counts}{grouped: em {groups} grupos que não se enxergam|}. Índices superiores: {images:{image} é a imagem, |}{inputs:{channel} o canal de entrada|a entrada tem um canal}; do filtro, o primeiro é o canal de entrada{wide: e o segundo, {out}, conta os canais de saída a que ele soma|}. Ele soma ao canal de saída {made}. As figuras mostram a primeira imagem e os primeiros canais{added:; os demais são multiplicados e somados da mesma forma|}.",
    "transposed.sizes": "Em cada eixo, {M} entradas dão {N} saídas: janelas de {e} elementos começam a cada {s}{padded:, o preenchimento corta {before} e {after} elementos|}{extra:, e {r}, o preenchimento de saída, é acrescentado no fim|}:",
    "transposed.padding": "O preenchimento corta a saída: {where} de {o}. Na volta, {d} recebe zeros nos lugares cortados.",
    "transposed.extra": "Preenchimento de saída {r}: tantos elementos a mais no fim de cada eixo.{same: Uma convolução com este passo faz o mesmo tamanho dos dois, então só o tamanho não diz a qual voltar.| O que fica além da última janela não é alcançado por nenhuma entrada.}",
    "transposed.dilation": "Dilatação {d}: elementos vizinhos do filtro somam a saídas à distância {d}, e o filtro abrange {reach}.",
    "transposed.untouched": "{n:1 elemento da saída não é alcançado|{n} elementos da saída não são alcançados} por nenhuma entrada: ali fica {bias:só o viés|0}.",
    "transposed.forward.title": "Na ida: cada entrada pinta uma janela",
    "transposed.forward": "Cada elemento da entrada soma o seu múltiplo do filtro a {o}. Onde as janelas se sobrepõem, as saídas são somas:",
    "transposed.painted": "{x} vezes",
    "transposed.nothing": "O preenchimento corta todas as janelas: nenhuma entrada alcança {o}.",
    "transposed.collected": "Vista de uma saída, como {o}, é uma soma sobre o que a alcança{bias:, mais o viés|}:",
    "transposed.same": "É a soma do gradiente de uma convolução em relação à sua entrada, com {x} no lugar do gradiente da saída. Por isso também a calculam zeros entre as entradas e o filtro espelhado{bias:; depois soma-se o viés|}:",
    "transposed.board.title": "Um tabuleiro de xadrez, ou nenhum",
    "transposed.board.uneven": "Saídas vizinhas somam números diferentes de produtos, sempre no mesmo padrão. Onde entradas e elementos do filtro se parecem, isso aparece como um tabuleiro de xadrez. Ele some quando o filtro tem tantos elementos para cada fase do passo; sem dilatação, quando o passo divide o tamanho do filtro:",
    "transposed.board.even": "Longe das bordas cada saída soma o mesmo número de produtos, porque o filtro tem tantos elementos para cada fase do passo. Por isso não há tabuleiro:",
    "transposed.board.label": "produtos em cada elemento de {o}",
    "transposed.input.title": "O gradiente em relação à entrada: nada é espelhado",
    "transposed.input": "{x} é somado a {n:uma saída|{n} saídas}, cada vez vezes um elemento do filtro, que é a derivada local:",
    "transposed.input.sum": "A perda sente {x} através da janela que ele pintou, e pela regra da cadeia:",
    "transposed.input.slide": "Saídas e elementos do filtro vêm na mesma ordem, então o filtro desliza tal como é{dilated:, dilatado,|} sobre {d}{padded:, preenchido onde a saída foi cortada,|} em passos de {s}. É a ida de uma convolução com este passo:",
    "transposed.weight": "Cada entrada usa uma vez cada elemento do filtro, então {f} recolhe de todas: {x}{strided:, com os zeros do passo entre os seus elementos,|} desliza sobre {d}{padded:, preenchido onde a saída foi cortada|}. Nada é espelhado.{dilated: Do resultado fica só um de cada d elementos (d = {distance}).|}{trimmed: O preenchimento de saída deixa elementos a mais, e contam os primeiros {k}.|}{many: Cada par de canais tem a sua própria correlação, somada sobre as imagens.|}",
    "transposed.weight.window": "Aqui a janela produz o gradiente de {made}:",
    "transposed.remember.exchanged": "Uma convolução transposta é uma convolução com os papéis trocados: na ida é o gradiente da convolução em relação à entrada, e o seu próprio gradiente é a ida da convolução. Ela devolve o tamanho, não os valores: não é uma inversa.",
    "transposed.remember.flip": "Nada é espelhado para {gx}, nem para {gf}: o filtro é espelhado na ida.",
    "transposed.derived": "Assim está derivada a convolução transposta: com {d} como entrada, o mesmo filtro, o mesmo passo e o mesmo preenchimento{remains:, e preenchimento de saída {r},|} ela dá {gx}.",
}

MISTAKES = {
    "needless-flip": (
        "o filtro de uma camada transposta é virado onde nada se vira",
        "As saídas e as entradas do filtro vêm na mesma ordem, então ∂L/∂X de uma camada transposta é uma correlação com o filtro como ele é. A virada está na ida, onde há zeros entre as entradas.",
        "Que entrada do filtro leva de uma entrada à primeira saída da sua janela, e qual à última?",
    ),
    "transposed-spread": (
        "as janelas de uma camada transposta não distam s saídas",
        "Entradas vizinhas pintam janelas que começam a s saídas uma da outra: entre as entradas há s−1 zeros, e a volta anda em passos de s.",
        "A que distância começam as janelas de duas entradas vizinhas?",
    ),
    "transposed-size": (
        "o tamanho da saída de uma camada transposta está errado",
        "As janelas de d(k−1) + 1 saídas começam de s em s, portanto N entradas abrangem s(N−1) + d(k−1) + 1 delas. O preenchimento corta p₋ + p₊, e o preenchimento de saída acrescenta r.",
        "Onde começa a janela da última entrada, e onde termina?",
    ),
    "transposed-cut": (
        "o preenchimento ou o preenchimento de saída de uma camada transposta está na ponta errada ou tem tamanho errado",
        "O preenchimento corta p entradas nas duas pontas da saída, e o preenchimento de saída acrescenta entradas só no fim. Na volta, ∂L/∂O recebe p zeros nas duas pontas, e nada na frente pelo preenchimento de saída.",
        "A que saída a primeira entrada soma a sua primeira entrada do filtro?",
    ),
    "fold-cropped": (
        "o preenchimento é tomado por zeros onde contém entradas de X",
        "O que chega a um lugar do preenchimento pertence à entrada que está ali: ∂L/∂X é dobrado de volta, isto é, somado, e não cortado; e ∂L/∂F encontra a entrada preenchida.",
        "Que entrada de X é lida onde começa a primeira janela?",
    ),
}
