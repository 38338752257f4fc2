"""What people call things in code: parameter, key or result → what it may mean, the most usual first."""

from collections.abc import Mapping
from types import MappingProxyType

from symconv.check.code.compounds import composed

_ROLES = {
    "dout": "dout dz dy do dh dd delta deltas grad grads grad_out grad_output gradoutput grad_y gradient "
    "upstream upstream_grad d_out d_output doutput dl_do dl_dout d_l_d_out dldout dldo dldz dldy dl_dz "
    "dl_dy g gout gy top_grad error err errors dconv d_z dl_da d_l_dz grad_z out_gradient "
    "output_gradient output_grad out_grad dvalues da accum_grad next_grad eta loss_gradient dz_next",
    "x": "x a_prev aprev a_prev_ input inputs inp image images img x_in xin data last_input input_data "
    "in_data feature_map prev_a activation a i features bottom src im input_tensor inp_tensor signal "
    "input_layer input_image x_batch layer_input z_prev tensor",
    "xp": "x_pad x_padded xpad xp a_prev_pad a_prev_padded padded padded_x padded_input x_p input_padded "
    "inputs_padded pad_x image_padded inp_pad input_pad padded_inputs",
    "w": "w weight weights kernel kernels filter filters filt f k theta conv_filter conv_w conv_weights wt "
    "ker weights_ weight_ filter_weights conv_kernel",
    "b": "b bias biases b_conv conv_b bias_ filter_biases",
    "stride": "stride stride_shape s strides step steps stride_size conv_stride subsample downsampling_factor",
    "one": "upsampling_factor upsample_factor",
    "pad": "pad padding p pads pad_width pad_size padding_size n_pad conv_pad zero_padding pad_amount padding_mode "
    "padding_type pad_type pad_mode padding_method",
    "output_padding": "output_padding out_padding output_pad out_pad outpad opad op extra_padding adj",
    "dilation": "dilation dil dilate dilations dilation_rate rate",
    "groups": "groups n_groups num_groups group",
    "kernel_size": "kernel_size ksize filter_size k f kernel_shape kernel_dim fsize hh filter_shape kern_size "
    "kernelsize filtersize filter_dim filter_dims kernel_dims k_size",
    "in_channels": "in_channels c_in n_c_prev input_channels num_channels channels n_channels in_ch cin nc in_c depth "
    "input_depth in_features input_dim nb_channels n_in num_in_channels in_planes inchannels in_chan "
    "n_input_channels channels_in nb_channel inp_channels d1 c1",
    "out_channels": "out_channels c_out n_c num_filters n_filters filters output_channels out_ch cout n_kernels "
    "num_kernels out_c nf n_f output_depth depth nb_filters nb_filter n_out num_out_channels out_planes "
    "planes outchannels nbfilters filter_count n_output_channels channels_out num_filter filters_num out_features "
    "nfilters nkernels filter_num number_of_filters d2 c2 output_dim out_dim",
    "x_shape": "x_shape input_shape in_shape inputs_shape a_prev_shape input_size shape im_shape x_size image_shape "
    "x_dim x_dims x_dimensions",
    "kernel_size:0": "kh kernel_h kernel_height filter_height filter_h k_h hh fh k1",
    "kernel_size:1": "kw kernel_w kernel_width filter_width filter_w k_w ww fw k2",
    "stride:0": "stride_h sh stride_y stride_height s_h",
    "stride:1": "stride_w sw stride_x stride_width s_w",
    "pad:0": "pad_h ph pad_y pad_height padding_h p_h",
    "pad:1": "pad_w pw pad_x padding_w p_w",
    "input_size:0": "h height in_h h_in input_height h_prev n_h_prev image_height in_height",
    "input_size:1": "w_in width in_w input_width n_w_prev image_width in_width",
    "output_size:0": "h_out out_h oh output_height n_h out_height",
    "output_size:1": "w_out out_w ow output_width n_w out_width",
    "batch": "n batch batch_size m n_samples n_images num_images bs",
    "out_shape": "out_shape output_shape o_shape dout_shape",
    "true": "training train is_training is_train train_mode requires_grad",
    "false": "verbose debug test testing eval is_test track_history keep_history log_history",
    "ctx": "ctx",
    "anything": "optimizer opt optim optimiser nn network",
    "before": "prev_layer previous_layer layer_before preceding_layer last_layer parent_layer",
    "none": "activation_fn name layer_name rng seed random_state dtype next_layer following_layer",
    "zero": "reg l2 weight_decay lambda lambd lmbda lamda decay regularization l1 lam reg_lambda reg_strength "
    "epsilon eps momentum",
    "w_shape": "shape convolution_shape kernel_dims w_shape weight_shape filter_shape kernel_shape f_shape weight_size",
    "cache": "cache ctx saved memory conv_cache caches context saved_values tape",
    "rate": "eta lr eta_lr learning_rate learn_rate alpha step_size step",
}
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(role for role, names in _ROLES.items() if name in names.split())
        for names in _ROLES.values()
        for name in names.split()
    }
)
"""Name in lower case → roles."""

_TOGETHER = MappingProxyType({name.replace("_", ""): told for name, told in ROLES.items() if len(name) > 6})
"""The same names written together: ``numfilters``."""

GRADIENTS = ("grad_input", "grad_weight", "grad_bias")
SHORT = MappingProxyType({"grad_input": "dx", "grad_weight": "dw", "grad_bias": "db"})
"""Gradient → what it is called in messages about code."""

_NAMES = "dloss_d dloss_ dldl dl_d_ dl_d d_l_d_ dld grad_ grads_ gradient_ gradients_ d_ del_ delta_ d"
_PREFIXES = tuple(_NAMES.split())
_SOURCES = MappingProxyType({"x": "grad_input", "xp": "grad_input", "w": "grad_weight", "b": "grad_bias"})


def roles(name: str) -> tuple[str, ...]:
    """What a parameter of this name may be; empty where the name says nothing."""
    plain = name.lower().strip("_").replace("kernal", "kernel")
    return ROLES.get(plain) or ROLES.get(plain.removeprefix("self.")) or composed(name) or _TOGETHER.get(plain, ())


def gradient(name: str) -> str | None:
    """Which gradient a name is usual for: ``dA_prev``, ``grad_weight``, ``db``."""
    plain = name.lower().strip("_")
    if plain in ("param_grad", "params_grad"):
        return "grad_weight"
    if plain in ("da", "dinput", "dinputs", "input_grad", "dx_unpad", "dimg"):
        return "grad_input"
    for suffix in ("_grad", "_gradient", ".grad", "_gradients"):
        if plain.endswith(suffix):
            return _source(plain.removesuffix(suffix))
    for prefix in _PREFIXES:
        if plain.startswith(prefix) and _source(plain.removeprefix(prefix)):
            return _source(plain.removeprefix(prefix))
    return None


def _source(name: str) -> str | None:
    return next((_SOURCES[role] for role in ROLES.get(name, ()) if role in _SOURCES), None)


_PARAMETERS = (
    "conv_param conv_params hparameters hparams hparam hyperparameters param params config hyper "
    "parameters hyper_params options opts settings attrs"
)
PARAMETERS = frozenset(_PARAMETERS.split())
"""Names of dictionaries that hold stride and padding."""

USUAL_PARAMETERS = (("stride", "pad"), ("stride", "padding"))
"""The keys of such a dictionary, where the code does not show them."""

USUAL_CACHES: tuple[tuple[str, ...], ...] = (
    ("x", "w", "b", "conv_param"),
    ("x", "w", "b", "stride", "pad"),
    ("x", "w", "stride", "pad"),
    ("x", "w", "b"),
    ("x", "w"),
)
"""What a cache holds, where the code does not show it."""
