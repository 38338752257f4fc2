"""转置层的课文。"""

WORDS = {
    "document.title.transposed": "转置卷积及其梯度：{layer}",
    "layer.extra": "输出填充 {p}",
    "transposed.question": "卷积把特征图变小；要画图的网络需要变回大图。转置卷积在前向时做的，正是卷积在反向时做的：以步幅 {s} 把输入拉开。那么它自己的梯度是什么？",
    "transposed.layer": "输入 {X} 有 {n} 个元素 {x}，卷积核 {F} 有 {k} 个元素 {f}。每个输入元素乘以整个卷积核，加到输出 {O}（{m} 个元素 {o}）的一个窗口上；相邻输入的窗口起点相距 {s} 个输出。由输出计算损失 {L}，其梯度 {given} 已知{named:，记 {entry} 为 {letter}|}。求：{wanted}。下标从 {base} 开始。",
    "transposed.channels": "本层有{counts}{grouped:，分成互不相见的 {groups} 组|}。上标：{images:{image} 是图像，|}{inputs:{channel} 是输入通道|输入只有一个通道}；卷积核的第一个上标是输入通道{wide:，第二个 {out} 是它所加到的输出通道的序号|}。它加到输出通道 {made}。图中显示第一幅图像和最前面的通道{added:，其余以同样方式相乘并相加|}。",
    "transposed.sizes": "每个轴上 {M} 个输入得到 {N} 个输出：长 {e} 的窗口每隔 {s} 开始一个{padded:，填充从前后剪去 {before} 和 {after} 个元素|}{extra:，末尾再加上输出填充 {r}|}：",
    "transposed.padding": "填充剪去输出：{o} 的{where}。反向时 {d} 在被剪去的位置补零。",
    "transposed.extra": "输出填充 {r}：每个轴的末尾多出这么多元素。{same:以此步幅做卷积，两种大小得到同样的结果，所以只看大小不知道该回到哪一个。|最后一个窗口之外没有输入到达。}",
    "transposed.dilation": "膨胀 {d}：相邻的卷积核元素加到相距 {d} 的输出上，卷积核跨越 {reach}。",
    "transposed.untouched": "有 {n} 个输出元素没有输入到达，那里{bias:只有偏置|是 0}。",
    "transposed.forward.title": "前向：每个输入画一个窗口",
    "transposed.forward": "每个输入元素把自己乘以卷积核加到 {o} 上。窗口重叠之处，输出是和：",
    "transposed.painted": "{x} 乘以",
    "transposed.nothing": "填充剪去了所有窗口：没有输入到达 {o}。",
    "transposed.collected": "从一个输出（如 {o}）看，它是所有到达它的项之和{bias:，再加偏置|}：",
    "transposed.same": "这正是卷积对其输入的梯度之和，只是 {x} 取代了输出的梯度。所以在输入之间插零、再用翻转的卷积核，也能算出它{bias:；然后再加偏置|}：",
    "transposed.board.title": "有无棋盘格",
    "transposed.board.uneven": "相邻的输出所加的乘积个数不同，并且总是同样的花样。当输入和卷积核元素彼此相近时，就显出棋盘格。只要卷积核对步幅的每个相位有同样多的元素，它就消失；没有膨胀时，即步幅整除卷积核大小：",
    "transposed.board.even": "离开边界，每个输出所加的乘积一样多，因为卷积核对步幅的每个相位有同样多的元素。所以没有棋盘格：",
    "transposed.board.label": "{o} 的每个元素中的乘积个数",
    "transposed.input.title": "对输入的梯度：什么都不翻转",
    "transposed.input": "{x} 加到 {n} 个输出上，每次乘以一个卷积核元素，它就是局部导数：",
    "transposed.input.sum": "损失通过 {x} 所画的窗口感受到它，由链式法则：",
    "transposed.input.slide": "输出与卷积核元素的次序相同，所以卷积核原样{dilated:（膨胀后）|}以步幅 {s} 在 {d} {padded:（输出被剪去之处补零）|}上滑动。这就是以此步幅做卷积的前向：",
    "transposed.weight": "每个输入都用到每个卷积核元素一次，所以 {f} 从所有输入收集：{x}{strided:（元素之间插入步幅的零）|}在 {d} {padded:（输出被剪去之处补零）|}上滑动。什么都不翻转。{dilated:结果中每 d 个只保留一个（d = {distance}）。|}{trimmed:输出填充使结果多出一些元素，只取前 {k} 个。|}{many:每一对通道有各自的互相关，并对图像求和。|}",
    "transposed.weight.window": "这里窗口得到 {made} 的梯度：",
    "transposed.remember.exchanged": "转置卷积是角色互换的卷积：前向就是卷积对输入的梯度，而它自己的梯度就是卷积的前向。它恢复的是大小，不是数值：它不是逆运算。",
    "transposed.remember.flip": "求 {gx} 时什么都不翻转，求 {gf} 时也不翻转：翻转发生在前向。",
    "transposed.derived": "这样就推导出了转置卷积：以 {d} 为输入，用同样的卷积核、步幅和填充{remains:，输出填充为 {r}|}，得到的就是 {gx}。",
}

MISTAKES = {
    "needless-flip": (
        "转置层在不该翻转的地方翻转了滤波器",
        "输出与滤波器的元素顺序相同，所以转置层的 ∂L/∂X 是与原样滤波器的相关。翻转在前向里，那里输入之间有零。",
        "从一个输入到其窗口第一个输出的是滤波器的哪个元素，到最后一个输出的又是哪个？",
    ),
    "transposed-spread": (
        "转置层的窗口不是相隔 s 个输出",
        "相邻的输入画出的窗口相隔 s 个输出开始：输入之间有 s−1 个零，反向以步长 s 前进。",
        "两个相邻输入的窗口相隔多远开始？",
    ),
    "transposed-cut": (
        "转置层的填充或输出填充在错误的一端，或大小不对",
        "填充从输出两端各切去 p 个元素，输出填充只在末尾添加元素。反向时 ∂L/∂O 两端各得 p 个零，前面不为输出填充添加任何东西。",
        "第一个输入把它的第一个滤波器元素加到哪个输出上？",
    ),
    "fold-cropped": (
        "填充里是 X 的元素，却被当作零",
        "到达填充某处的量属于站在那里的元素：∂L/∂X 要折回并相加，而不是裁掉；∂L/∂F 遇到的是填充后的输入。",
        "第一个窗口开始处读的是 X 的哪个元素？",
    ),
}
