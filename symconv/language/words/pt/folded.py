"""A lição sobre o preenchimento dobrado."""

WORDS = {
    "layer.mode": "modo de preenchimento {mode}",
    "folded.question": "Preenchida com zeros, uma convolução não lê nada além da borda. Preenchida com elementos da própria entrada, lê alguns deles em vários lugares. Qual é o gradiente de um elemento que está em vários lugares?",
    "folded.padding": "Preenchimento: {where}. Ali estão mais uma vez elementos da entrada: {mode}.",
    "folded.reflect": "reflect a reflete no primeiro e no último elemento, sem repeti-los",
    "folded.replicate": "replicate repete o primeiro e o último elemento",
    "folded.circular": "circular continua na outra ponta, como se ela estivesse fechada em anel",
    "folded.around.title": "De onde vem o preenchimento",
    "folded.around": "Escrita por inteiro, a entrada preenchida é uma entrada maior, {y}; o que está em volta de {x} está marcado. O filtro desliza sobre {y}, que não tem preenchimento próprio:",
    "folded.input.title": "O gradiente em relação à entrada: dobrar de volta",
    "folded.entry": "{x} está em {n:um lugar|{n} lugares} da entrada preenchida. Uma saída que o lê em vários varia com ele conforme a soma dos elementos do filtro que ele encontra. As derivadas locais:",
    "folded.back": "Lugar por lugar, o gradiente de {y} é o de uma convolução sem preenchimento. Portanto dilatar, preencher, espelhar, deslizar:",
    "folded.fold": "Agora dobrar de volta: {n:{x} está em um lugar, e seu gradiente é o que chega ali|{x} recebe a soma do que chega aos seus {n} lugares}. Com zeros, a borda seria cortada. Aqui ela pertence a elementos da entrada, e cortá-la a perderia:",
    "folded.weight": "Para o filtro nada muda: ele encontra os elementos de {y} como foram lidos na ida, e nada é dobrado.",
    "folded.remember.copy": "O que é copiado na ida é somado na volta: {gx} é dobrado, não cortado.",
    "folded.remember.inner": "A entrada preenchida {y} é uma entrada como qualquer outra, e sua convolução não tem preenchimento.",
}
