"""Sixteen layers whose certificates are checked by others, in every way a layer can be awkward."""

from symconv import ConvSpec, TransposedSpec

CERTIFIED = {
    "stride below kernel": ConvSpec.of(input_size=(5, 5), kernel_size=3, stride=2),
    "stride equals kernel": ConvSpec.of(input_size=(4, 6), kernel_size=(2, 3), stride=(2, 3)),
    "stride above kernel": ConvSpec.of(input_size=8, kernel_size=2, stride=3),
    "dilation": ConvSpec.of(input_size=(7, 6), kernel_size=(3, 2), stride=(2, 1), dilation=(2, 3)),
    "asymmetric padding": ConvSpec.of(input_size=(3, 4), kernel_size=(2, 3), stride=2, padding=((1, 2), (0, 1))),
    "crop": ConvSpec.of(input_size=(3, 2), kernel_size=(2, 1), stride=(1, 2), padding=((3, 2), (1, 4))),
    "remainder": ConvSpec.of(input_size=(6, 8), kernel_size=(3, 2), stride=(2, 4)),
    "signal": ConvSpec.of(input_size=5, kernel_size=3, stride=2, padding=1),
    "volume": ConvSpec.of(
        input_size=(3, 2, 4), kernel_size=(2, 1, 2), stride=(1, 2, 2), padding=((0, 1), (1, 0), (1, 1))
    ),
    "channels": ConvSpec.of(input_size=(4, 3), kernel_size=2, stride=(2, 1), in_channels=2, out_channels=3, bias=True),
    "groups": ConvSpec.of(
        input_size=5, kernel_size=3, stride=2, padding=(1,), groups=2, in_channels=4, out_channels=2, batch_size=2
    ),
    "depthwise": ConvSpec.of(
        input_size=(4, 4), kernel_size=3, stride=1, padding=1, groups=2, in_channels=2, out_channels=4, bias=True
    ),
}

TRANSPOSED = {
    "transposed": TransposedSpec.of(input_size=4, kernel_size=3, stride=2, padding="1:0", output_padding=1),
    "transposed volume": TransposedSpec.of(
        input_size=(2, 2, 2),
        kernel_size=(2, 1, 3),
        stride=(2, 1, 2),
        padding=((0, 1), (0, 0), (2, 1)),
        dilation=(1, 1, 2),
        output_padding=(1, 0, 1),
    ),
    "transposed groups": TransposedSpec.of(
        input_size=(2, 3),
        kernel_size=(3, 2),
        stride=(2, 1),
        padding=((1, 0), (0, 1)),
        groups=2,
        in_channels=2,
        out_channels=4,
        batch_size=2,
        bias=True,
    ),
    "transposed beyond": TransposedSpec.of(
        input_size=3, kernel_size=2, stride=2, padding=1, output_padding=5, allow_large_output_padding=True, bias=True
    ),
}
