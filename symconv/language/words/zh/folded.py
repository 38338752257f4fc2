"""关于折叠填充的一课。"""

WORDS = {
    "layer.mode": "填充方式 {mode}",
    "folded.question": "四周补零时，卷积在边界之外什么也读不到。四周补上输入自身的元素时，其中一些会在多个位置被读到。一个处在多个位置的元素，它的梯度是什么？",
    "folded.padding": "填充：{where}。那里再次放着输入的元素：{mode}。",
    "folded.reflect": "reflect 以首尾元素为镜翻折，首尾元素本身不重复",
    "folded.replicate": "replicate 重复首尾元素",
    "folded.circular": "circular 从另一端接着走，好像首尾相接成一个环",
    "folded.around.title": "填充从哪里来",
    "folded.around": "写出来，填充后的输入是一个更大的输入 {y}，{x} 四周的部分已标出。卷积核在 {y} 上滑动，{y} 本身没有填充：",
    "folded.input.title": "对输入的梯度：折回去",
    "folded.entry": "{x} 在填充后的输入中占 {n} 个位置。一个输出若在几个位置读到它，随它的变化率就是所遇卷积核元素之和。局部导数：",
    "folded.back": "逐个位置看，{y} 的梯度就是没有填充的卷积的梯度。所以膨胀、填充、翻转、滑动：",
    "folded.fold": "现在折回去：{x} 得到的是到达它的 {n} 个位置的总和。若四周是零，这一圈会被剪掉；而这里它属于输入的元素，剪掉就丢了：",
    "folded.weight": "对卷积核来说什么都没变：它遇到的是前向时读到的 {y} 的元素，不需要折回。",
    "folded.remember.copy": "前向时复制的，反向时相加：{gx} 是折回，不是剪裁。",
    "folded.remember.inner": "填充后的输入 {y} 和别的输入一样，它的卷积没有填充。",
}
