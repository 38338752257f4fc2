(* Which axioms the library rests on: none. *)
From Coq Require Import List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer Whole
  Matrix Phases Blocks Entries Rules Starts Transposed TransposedEntries.
Import ListNotations.

(* Every theorem, so that one question answers for all. *)
Definition library := [
  Proven (@gradient_unique);
  Proven (@get_forward);
  Proven (@input_gradient);
  Proven (@input_adjoint);
  Proven (@input_polyphase);
  Proven (@input_scatter);
  Proven (@input_phase);
  Proven (@filter_gradient);
  Proven (@filter_adjoint);
  Proven (@get_grad_weight);
  Proven (@filter_dilated);
  Proven (@forward_matrix);
  Proven (@input_matrix);
  Proven (@forward_decimated);
  Proven (@decimate_adjoint);
  Proven (@upsample_shape);
  Proven (@input_upsampled);
  Proven (@layer_input_gradient);
  Proven (@layer_filter_gradient);
  Proven (@layer_bias_gradient);
  Proven (@weight_upsampled);
  Proven (@layer_forward_entry);
  Proven (@layer_input_scatter);
  Proven (@layer_input_polyphase);
  Proven (@layer_input_phase);
  Proven (@layer_weight_entry);
  Proven (@layer_input_upsampled);
  Proven (@layer_weight_upsampled);
  Proven (@layer_forward_decimated);
  Proven (@layer_forward_matrix);
  Proven (@layer_input_matrix);
  Proven (@layer_forward_columns);
  Proven (@layer_weight_columns);
  Proven (@layer_input_filter_first);
  Proven (@sums_phase);
  Proven (@layer_input_sub_filter);
  Proven (@in_one_tile);
  Proven (@sums_tiles);
  Proven (@layer_weight_blocks);
  Proven (@layer_input_blocks);
  Proven (@layer_input_patches);
  Proven (@layer_input_unread);
  Proven (@input_entry);
  Proven (@weight_entry);
  Proven (@bias_entry);
  Proven (@input_certificate);
  Proven (@weight_certificate);
  Proven (@bias_certificate);
  Proven (@phase_certificate);
  Proven (@rule_exchange);
  Proven (@rule_collapse);
  Proven (@rule_spread);
  Proven (@rule_reindex);
  Proven (@rule_lengthen);
  Proven (@rule_unroll);
  Proven (@rule_pull);
  Proven (@rule_push);
  Proven (@rule_swap);
  Proven (@rule_restate);
  Proven (@rule_insert);
  Proven (@rule_modulo);
  Proven (@rule_vanish);
  Proven (@rule_attach);
  Proven (@rule_detach);
  Proven (@rule_same);
  Proven (@rule_commute);
  Proven (@rule_distribute);
  Proven (@rule_extract);
  Proven (@rule_gather);
  Proven (@input_starts);
  Proven (@weight_starts);
  Proven (@output_starts);
  Proven (@input_starts_alone);
  Proven (@weight_starts_alone);
  Proven (@output_starts_alone);
  Proven (@transposed_entry);
  Proven (@transposed_input_gradient);
  Proven (@transposed_filter_gradient);
  Proven (@transposed_bias_gradient);
  Proven (@transposed_grad_input_is_right);
  Proven (@transposed_input_entry);
  Proven (@transposed_input_total);
  Proven (@transposed_weight_total);
  Proven (@transposed_bias_total);
  Proven (@transposed_input_certificate);
  Proven (@transposed_weight_certificate);
  Proven (@transposed_bias_certificate);
  Proven (@transposed_phase_certificate)
].
Print Assumptions library.
