(* The forms of one channel's theorems for whole layers: with images, channels and groups.

   An entry of O and of each gradient, as sums over what meets; the closed forms of phases; decimation; upsampling. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer.
Import ListNotations.
Open Scope Z_scope.

(* An index of a tensor is an image, a channel and a place, each within its own. *)
Lemma parts_inside b c is n0 n1 ns :
  inside (b :: c :: is) ([n0; n1] ++ ns) = true ->
  within b n0 = true /\ within c n1 = true /\ inside is ns = true.
Proof. cbn [app inside]; intros H; apply andb_prop in H as [H1 H]; apply andb_prop in H as [H2 H3]; auto. Qed.

(* The channels that meet an input channel are channels of the output and of the filter. *)
Lemma channels_within L c o' :
  exists_layer L -> within c (groups L * ins L) = true -> 0 <= o' < outs L ->
  within (output_channel L c o') (groups L * outs L) = true /\ within (weight_channel L c) (ins L) = true.
Proof.
  intros (_ & H1 & H2 & _) Hc Ho; apply within_spec in Hc; split.
  - apply block_within; [split; [apply Z.div_pos | apply Z.div_lt_upper_bound]|]; lia.
  - apply within_spec, Z.mod_pos_bound; lia.
Qed.

(* The same layer at stride 1. *)
Definition layer_at_stride_1 L :=
  Layer (batch_size L) (groups L) (ins L) (outs L) (map at_stride_1 (axes L)).

Section Whole.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.
Variable L : layer.
Hypothesis HL : exists_layer L.
Let A := axes L.
Ltac parts H := cbn [input_shape weight_shape output_shape] in H; apply parts_inside in H as (? & ? & ?).
Ltac slices := first [eapply slice_shape | eapply get_slice]; eauto; try eassumption.

(* The sum over the channels of an output, of which each term is a product of slices. *)
Lemma slices_ext n (F G : Z -> R) : (forall c, 0 <= c < n -> within c n = true -> F c = G c) -> sum n F = sum n G.
Proof. intros H; apply sum_ext; intros c Hc; apply H; [exact Hc | now apply within_spec]. Qed.

(* O, entry by entry: o_m = Σ_c Σ_a x_{s·m + d·a − p} f_a + b. *)
Theorem layer_forward_entry x f bias b o ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  sum (ins L) (fun c => sums (map kernel_size A) (fun taps =>
    x.[b :: input_channel L o c :: source A ms taps] ⊗ f.[o :: c :: taps])) ⊕ bias.[[o]].
Proof.
  intros Hx Hf Hi; parts Hi; rewrite get_layer_forward by assumption; f_equal.
  apply slices_ext; intros c Hc Wc; pose proof (input_channel_within L HL o c H0 Hc); destruct HL as (_ & _ & _ & HA).
  rewrite get_forward by (auto; slices); apply sums_ext; intros; f_equal; slices.
Qed.

(* ∂L/∂X, scattered: Σ_o Σ_m Σ_a [i = s·m + d·a − p] ∂L/∂o_m f_a, which is the chain rule. *)
Theorem layer_input_scatter f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    sums (map output_size A) (fun ms => sums (map kernel_size A) (fun taps =>
      ⟦same is (source A ms taps)⟧ (g.[b :: o :: ms] ⊗ f.[o :: weight_channel L c :: taps])))).
Proof.
  intros Hf Hg Hi; parts Hi; cbn [layer_grad_input]; apply sum_ext; intros o' Ho; cbv zeta.
  destruct (channels_within L c o' HL H0 Ho) as [Wo Ww]; destruct HL as (_ & _ & _ & HA).
  rewrite input_scatter by (auto; slices).
  apply sums_ext; intros; apply sums_ext; intros; destruct (same _ _); [|reflexivity]; f_equal; slices.
Qed.

(* ∂L/∂X, gathered: through each tap an input meets at most one output. *)
Theorem layer_input_polyphase f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    sums (map kernel_size A) (fun taps => ⟦zeros (numerator A is taps %v map stride A)⟧
      (g.[b :: o :: numerator A is taps /v map stride A] ⊗ f.[o :: weight_channel L c :: taps]))).
Proof.
  intros Hf Hg Hi; parts Hi; cbn [layer_grad_input]; apply sum_ext; intros o' Ho; cbv zeta.
  destruct (channels_within L c o' HL H0 Ho) as [Wo Ww]; destruct HL as (_ & _ & _ & HA).
  rewrite input_polyphase by (auto; slices).
  apply sums_ext; intros; destruct (zeros _); [|reflexivity]; f_equal; slices.
Qed.

(* The closed form of a phase: which taps occur, and with which outputs, depends on φ alone. *)
Theorem layer_input_phase f g b c phase js :
  shape f = weight_shape L -> shape g = output_shape L ->
  length phase = length A -> length js = length A ->
  inside (b :: c :: phase +v map stride A *v js) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: phase +v map stride A *v js) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    sums (map kernel_size A) (fun taps => ⟦zeros (phase_numerator A phase taps %v map stride A)⟧
      (g.[b :: o :: phase_numerator A phase taps /v map stride A +v js] ⊗ f.[o :: weight_channel L c :: taps]))).
Proof.
  intros Hf Hg Hp Hj Hi; rewrite layer_input_polyphase by assumption; apply sum_ext; intros o' _; cbv zeta.
  apply sums_ext; intros taps Ha; apply axes_length in Ha; destruct HL as (_ & _ & _ & HA).
  destruct (numerator_of_phase A phase js taps) as [E1 E2]; auto; now rewrite E1, E2.
Qed.

(* ∂L/∂F, entry by entry: the chain rule, Σ_images Σ_m ∂L/∂o_m x_{s·m + d·a − p}. *)
Theorem layer_weight_entry x g o c taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  sum (batch_size L) (fun b => sums (map output_size A) (fun ms =>
    g.[b :: o :: ms] ⊗ x.[b :: input_channel L o c :: source A ms taps])).
Proof.
  intros Hx Hg Hi; parts Hi; cbn [layer_grad_weight]; apply slices_ext; intros b Hb Wb.
  pose proof (input_channel_within L HL o c H (proj1 (within_spec _ _) H0)); destruct HL as (_ & _ & _ & HA).
  rewrite get_grad_weight by (auto; slices); apply sums_ext; intros; f_equal; slices.
Qed.

(* It exists wherever the layer does. *)
Lemma at_stride_1_exists : exists_layer (layer_at_stride_1 L).
Proof. destruct HL as (H0 & H1 & H2 & HA); repeat split; auto; now apply at_stride_1_fits. Qed.

(* ∂L/∂O as the layer at stride 1 sees it: zeros between and behind. *)
Definition layer_upsample (g : array R) : array R :=
  Array (output_shape (layer_at_stride_1 L)) (fun i => match i with
  | b :: o :: ts => (upsample A (slice g b o)).[ts]
  | _ => zero
  end).

(* A channel of it is a channel of ∂L/∂O upsampled. *)
Lemma slice_upsample g b o ts :
  shape g = output_shape L -> within b (batch_size L) = true -> within o (groups L * outs L) = true ->
  (slice (layer_upsample g) b o).[ts] = (upsample A (slice g b o)).[ts].
Proof.
  intros Hg Hb Ho; unfold layer_upsample; erewrite get_slice by (reflexivity || eassumption).
  unfold get at 1; cbn [shape entry output_shape layer_at_stride_1 batch_size groups outs axes app inside].
  rewrite Hb, Ho; cbn [andb]; fold A; destruct (inside ts _) eqn:E; [reflexivity|].
  destruct HL as (_ & _ & _ & HA); unfold get; rewrite upsample_shape by (auto; slices). now fold A; rewrite E.
Qed.

(* Its sizes are those of the layer's output at stride 1. *)
Lemma slice_upsample_shape g b o : shape (slice (layer_upsample g) b o) = map output_size (map at_stride_1 A).
Proof. reflexivity. Qed.

(* The gradients at stride s are the gradients at stride 1 of the upsampled ∂L/∂O: with respect to the input ... *)
Theorem layer_input_upsampled f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  layer_grad_input (layer_at_stride_1 L) f (layer_upsample g) (b :: c :: is).
Proof.
  intros Hf Hg Hi; parts Hi; cbn [layer_grad_input]; apply sum_ext; intros o' Ho.
  destruct (channels_within L c o' HL H0 Ho) as [Wo Ww].
  pose proof (sizes_at_stride_1 A) as [E1 E2]; destruct HL as (_ & _ & _ & HA).
  change (output_channel (layer_at_stride_1 L)) with (output_channel L).
  change (weight_channel (layer_at_stride_1 L)) with (weight_channel L).
  cbn [axes layer_at_stride_1]; fold A; rewrite input_upsampled by (auto; slices).
  rewrite !input_polyphase; auto using at_stride_1_fits, upsample_shape; rewrite ?E1, ?E2; auto; try slices.
  - apply sums_ext; intros taps _; destruct (zeros _); [|reflexivity]; f_equal; symmetry; now apply slice_upsample.
  - apply upsample_shape; auto; slices.
Qed.

(* ... and with respect to the filter. *)
Theorem layer_weight_upsampled x g o c taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  layer_grad_weight (layer_at_stride_1 L) x (layer_upsample g) (o :: c :: taps).
Proof.
  intros Hx Hg Hi; parts Hi; cbn [layer_grad_weight]; apply slices_ext; intros b Hb Wb.
  pose proof (sizes_at_stride_1 A) as [E1 E2]; destruct HL as (_ & _ & _ & HA).
  change (input_channel (layer_at_stride_1 L)) with (input_channel L).
  cbn [axes layer_at_stride_1]; fold A; rewrite weight_upsampled by (auto; slices).
  rewrite !get_grad_weight; auto using at_stride_1_fits; rewrite ?E1, ?E2; auto; try slices.
  - apply sums_ext; intros ts _; f_equal; symmetry; now apply slice_upsample.
  - apply upsample_shape; auto; slices.
Qed.

(* A strided layer is the layer at stride 1, of which every s-th output is kept. *)
Theorem layer_forward_decimated x f bias b o ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  (layer_forward (layer_at_stride_1 L) x f bias).[b :: o :: map stride A *v ms].
Proof.
  intros Hx Hf Hi; pose proof Hi as H; parts H; rewrite !get_layer_forward; auto.
  2: { destruct HL as (_ & _ & _ & HA); now apply kept_at_stride_1. }
  f_equal; apply slices_ext; intros c Hc Wc.
  change (input_channel (layer_at_stride_1 L)) with (input_channel L).
  pose proof (sizes_at_stride_1 A) as [E1 E2]; destruct HL as (_ & _ & _ & HA).
  cbn [axes layer_at_stride_1]; fold A.
  rewrite !get_forward; auto using at_stride_1_fits; rewrite ?E1, ?E2; auto; try slices.
  2: { now apply kept_at_stride_1. }
  apply sums_ext; intros taps Ha; rewrite source_at_stride_1; eauto using axes_length.
Qed.
End Whole.
