(* Which axioms the library rests on: none. *)
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer Entries.

(* Every theorem, so that one question answers for all. *)
Definition library :=
  (@gradient_unique, @get_forward,
   (@input_gradient, @input_adjoint, @input_polyphase, @input_scatter, @input_phase),
   (@filter_gradient, @filter_adjoint, @get_grad_weight, @filter_dilated),
   (@forward_matrix, @input_matrix, @forward_decimated, @decimate_adjoint, @upsample_shape, @input_upsampled),
   (@layer_input_gradient, @layer_filter_gradient, @layer_bias_gradient),
   (@input_entry, @weight_entry, @bias_entry),
   (@input_certificate, @weight_certificate, @bias_certificate, @phase_certificate)).
Print Assumptions library.
