(* A whole layer: a batch of images, channels in groups, any number of axes, a bias; and its three gradients.

   The tensors have PyTorch's shapes: input [B, C_in, *N], weight [C_out, C_in/groups, *k], output [B, C_out, *M]. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient.
Import ListNotations.
Open Scope Z_scope.

(* The counts of a layer, and its spatial axes. *)
Record layer := Layer {
  batch_size : Z;
  groups : Z;
  ins : Z;   (* input channels of a group *)
  outs : Z;  (* output channels of a group *)
  axes : list axis
}.

(* [B, C_in, *N]. *)
Definition input_shape L := [batch_size L; groups L * ins L] ++ map input_size (axes L).

(* [C_out, C_in/groups, *k]. *)
Definition weight_shape L := [groups L * outs L; ins L] ++ map kernel_size (axes L).

(* [B, C_out, *M]. *)
Definition output_shape L := [batch_size L; groups L * outs L] ++ map output_size (axes L).

(* [C_out]. *)
Definition bias_shape L := [groups L * outs L].

(* A layer that exists. *)
Definition exists_layer L := 0 <= groups L /\ 1 <= ins L /\ 1 <= outs L /\ Forall fits (axes L).

(* The channel of the input that channel c of the filter of output channel o reads. *)
Definition input_channel L o c := o / outs L * ins L + c.

(* The o'-th of the output channels that read input channel c. *)
Definition output_channel L c o' := c / ins L * outs L + o'.

(* The channel of its filter that it reads c through. *)
Definition weight_channel L c := c mod ins L.

(* Within a group, the numbering of channels is what it should be. *)
Lemma channel_of_block n q c : 0 <= c < n -> (q * n + c) / n = q /\ (q * n + c) mod n = c.
Proof. intros; rewrite Z.add_comm, Z.div_add, Z.mod_add, Z.div_small, Z.mod_small by lia; lia. Qed.

(* A channel of a group is a channel of the layer. *)
Lemma block_within n m q c : 0 <= q < m -> 0 <= c < n -> within (q * n + c) (m * n) = true.
Proof. intros; apply within_spec; nia. Qed.

Section Layer.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* Two leading indices fixed: one image's channel, or one filter's. *)
Definition slice (x : array R) b c : array R := Array (tl (tl (shape x))) (fun is => x.[b :: c :: is]).

(* The forward pass of the layer. *)
Definition layer_forward L (x f bias : array R) : array R :=
  Array (output_shape L) (fun index => match index with
  | b :: o :: ms =>
      sum (ins L) (fun c => (forward (axes L) (slice x b (input_channel L o c)) (slice f o c)).[ms]) ⊕ bias.[[o]]
  | _ => zero
  end).

(* ∂L/∂X: for each output channel that reads the input channel, the gradient of the one-channel theorem. *)
Definition layer_grad_input L (f g : array R) (i : index) : R :=
  match i with
  | b :: c :: is => sum (outs L) (fun o' =>
      (grad_input (axes L) (slice f (output_channel L c o') (weight_channel L c))
                           (slice g b (output_channel L c o'))).[is])
  | _ => zero
  end.

(* ∂L/∂F: summed over the images of the batch. *)
Definition layer_grad_weight L (x g : array R) (i : index) : R :=
  match i with
  | o :: c :: taps => sum (batch_size L) (fun b =>
      (grad_weight (axes L) (slice x b (input_channel L o c)) (slice g b o)).[taps])
  | _ => zero
  end.

(* ∂L/∂b: everything of an output channel, added up. *)
Definition layer_grad_bias L (g : array R) (i : index) : R :=
  match i with
  | [o] => sum (batch_size L) (fun b => sums (map output_size (axes L)) (fun ms => g.[b :: o :: ms]))
  | _ => zero
  end.

(* A slice, read anywhere, is the tensor read there. *)
Lemma get_slice x b c n0 n1 ns is :
  shape x = [n0; n1] ++ ns -> within b n0 = true -> within c n1 = true -> (slice x b c).[is] = x.[b :: c :: is].
Proof.
  intros Hx Hb Hc; unfold get at 1; cbn [slice shape entry]; rewrite Hx; cbn [tl app].
  unfold get; rewrite Hx; cbn [app inside]; rewrite Hb, Hc; now destruct (inside is ns).
Qed.

(* A slice has the spatial sizes of the tensor. *)
Lemma slice_shape x b c n0 n1 ns : shape x = [n0; n1] ++ ns -> shape (slice x b c) = ns.
Proof. intros Hx; cbn [slice shape]; now rewrite Hx. Qed.

(* Sums of arrays are sliced by slicing both. *)
Lemma slice_plus x y b c n0 n1 ns :
  shape x = [n0; n1] ++ ns -> shape y = [n0; n1] ++ ns -> within b n0 = true -> within c n1 = true ->
  forall is, (slice (plus x y) b c).[is] = (plus (slice x b c) (slice y b c)).[is].
Proof.
  intros Hx Hy Hb Hc is.
  rewrite get_plus by now rewrite (slice_shape x b c n0 n1 ns), (slice_shape y b c n0 n1 ns).
  rewrite !(get_slice _ _ _ n0 n1 ns) by auto. now rewrite get_plus by congruence.
Qed.

(* An output, read inside. *)
Lemma get_layer_forward L x f bias b o ms :
  within b (batch_size L) = true -> within o (groups L * outs L) = true ->
  inside ms (map output_size (axes L)) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  sum (ins L) (fun c => (forward (axes L) (slice x b (input_channel L o c)) (slice f o c)).[ms]) ⊕ bias.[[o]].
Proof.
  intros Hb Ho Hm; rewrite get_inside; [reflexivity|].
  cbn [layer_forward shape output_shape app inside]; now rewrite Hb, Ho, Hm.
Qed.

(* Forward depends on the entries of its arguments alone. *)
Lemma forward_ext A x x' f f' ms :
  Forall fits A -> shape x = map input_size A -> shape x' = map input_size A ->
  shape f = map kernel_size A -> shape f' = map kernel_size A -> inside ms (map output_size A) = true ->
  (forall is, x.[is] = x'.[is]) -> (forall taps, f.[taps] = f'.[taps]) ->
  (forward A x f).[ms] = (forward A x' f').[ms].
Proof.
  intros; rewrite !get_forward by auto; apply sums_ext; intros. now f_equal.
Qed.

Variable L : layer.
Hypothesis HL : exists_layer L.
Let B := batch_size L.
Let G := groups L.
Let A := axes L.

(* The channel that is read is a channel of the input. *)
Lemma input_channel_within o c :
  within o (G * outs L) = true -> 0 <= c < ins L -> within (input_channel L o c) (G * ins L) = true.
Proof.
  destruct HL as (_ & H1 & H2 & _). rewrite within_spec; intros Ho Hc.
  apply block_within; [|assumption]. split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia].
Qed.

(* A factor and a sum over channels leave the sum over the outputs. *)
Lemma outputs_of_channel (g : index -> R) (F : Z -> index -> R) n ns :
  sums ns (fun m => g m ⊗ sum n (fun c => F c m)) = sum n (fun c => sums ns (fun m => g m ⊗ F c m)).
Proof. rewrite <- sums_sum; apply sums_ext; intros; apply sum_mul. Qed.

(* ⟨∂L/∂O, the part of the output that is linear in h⟩ = ⟨h, ∂L/∂X⟩. *)
Lemma layer_input_adjoint h f g :
  shape h = input_shape L -> shape f = weight_shape L -> shape g = output_shape L ->
  sum B (fun b => sum (G * outs L) (fun o => sums (map output_size A) (fun ms => g.[b :: o :: ms] ⊗
    sum (ins L) (fun c => (forward A (slice h b (input_channel L o c)) (slice f o c)).[ms])))) =
  sums (input_shape L) (fun i => h.[i] ⊗ layer_grad_input L f g i).
Proof.
  intros Hh Hf Hg; destruct HL as (_ & H1 & H2 & HA). cbn [sums input_shape app]; fold B G A.
  apply sum_ext; intros b Hb; apply within_spec in Hb.
  rewrite !sum_blocks by lia; apply sum_ext; intros q Hq.
  transitivity (sum (ins L) (fun c => sum (outs L) (fun o' => sums (map input_size A) (fun is =>
    h.[b :: q * ins L + c :: is] ⊗ (grad_input A (slice f (q * outs L + o') c) (slice g b (q * outs L + o'))).[is])))).
  - rewrite sum_swap; apply sum_ext; intros o' Ho. rewrite outputs_of_channel.
    apply sum_ext; intros c Hc.
    unfold input_channel; destruct (channel_of_block (outs L) q o' Ho) as [-> _].
    pose proof (block_within (ins L) G q c Hq Hc). pose proof (block_within (outs L) G q o' Hq Ho).
    transitivity (sums (map output_size A) (fun ms => (slice g b (q * outs L + o')).[ms] ⊗
      (forward A (slice h b (q * ins L + c)) (slice f (q * outs L + o') c)).[ms])).
    { apply sums_ext; intros; f_equal; symmetry; eapply get_slice; eauto. }
    rewrite input_adjoint by (auto; eapply slice_shape; eauto).
    apply sums_ext; intros; f_equal; eapply get_slice; eauto.
  - apply sum_ext; intros c Hc; rewrite <- sums_sum; apply sums_ext; intros is Hi.
    rewrite <- sum_mul; f_equal. cbn [layer_grad_input]; unfold output_channel, weight_channel; fold A.
    now destruct (channel_of_block (ins L) q c Hc) as [-> ->].
Qed.

(* ⟨∂L/∂O, the part of the output that is linear in h⟩ = ⟨h, ∂L/∂F⟩. *)
Lemma layer_filter_adjoint x h g :
  shape x = input_shape L -> shape h = weight_shape L -> shape g = output_shape L ->
  sum B (fun b => sum (G * outs L) (fun o => sums (map output_size A) (fun ms => g.[b :: o :: ms] ⊗
    sum (ins L) (fun c => (forward A (slice x b (input_channel L o c)) (slice h o c)).[ms])))) =
  sums (weight_shape L) (fun i => h.[i] ⊗ layer_grad_weight L x g i).
Proof.
  intros Hx Hh Hg; destruct HL as (_ & H1 & H2 & HA). cbn [sums weight_shape app]; fold B G A.
  rewrite sum_swap; apply sum_ext; intros o Ho; apply within_spec in Ho.
  transitivity (sum B (fun b => sum (ins L) (fun c => sums (map kernel_size A) (fun taps =>
    h.[o :: c :: taps] ⊗ (grad_weight A (slice x b (input_channel L o c)) (slice g b o)).[taps])))).
  - apply sum_ext; intros b Hb; apply within_spec in Hb. rewrite outputs_of_channel.
    apply sum_ext; intros c Hc. pose proof (input_channel_within o c Ho Hc).
    transitivity (sums (map output_size A) (fun ms => (slice g b o).[ms] ⊗
      (forward A (slice x b (input_channel L o c)) (slice h o c)).[ms])).
    { apply sums_ext; intros; f_equal; symmetry; eapply get_slice; eauto. }
    rewrite filter_adjoint by (auto; eapply slice_shape; eauto).
    apply within_spec in Hc. apply sums_ext; intros; f_equal; eapply get_slice; eauto.
  - rewrite sum_swap; apply sum_ext; intros c Hc; rewrite <- sums_sum; apply sums_ext; intros taps Ha.
    cbn [layer_grad_weight]; fold A B. now rewrite sum_mul.
Qed.

(* The theorem for a layer: what O does to the input, layer_grad_input undoes. *)
Theorem layer_input_gradient f g bias :
  shape f = weight_shape L -> shape g = output_shape L ->
  is_gradient (fun x => layer_forward L x f bias) (input_shape L) g (layer_grad_input L f g).
Proof.
  intros Hf Hg x h Hx Hh; rewrite <- layer_input_adjoint by auto; rewrite Hg; cbn [sums output_shape app]; fold B G A.
  destruct HL as (_ & H1 & H2 & HA).
  apply sum_ext; intros b Hb; apply sum_ext; intros o Ho; apply sums_ext; intros ms Hm; f_equal.
  apply within_spec in Hb, Ho. rewrite !get_layer_forward by auto; fold A.
  match goal with |- (?s ⊕ _) ⊖ (?t ⊕ _) = ?u => enough (E : s = t ⊕ u) by (rewrite E; ring) end.
  rewrite <- sum_add; apply sum_ext; intros c Hc; pose proof (input_channel_within o c Ho Hc).
  rewrite <- forward_plus_input; auto; try (eapply slice_shape; eauto).
  apply forward_ext; auto; try (eapply slice_shape; eauto).
  eapply slice_plus; eauto.
Qed.

(* The same for the filter. *)
Theorem layer_filter_gradient x g bias :
  shape x = input_shape L -> shape g = output_shape L ->
  is_gradient (fun f => layer_forward L x f bias) (weight_shape L) g (layer_grad_weight L x g).
Proof.
  intros Hx Hg f h Hf Hh; rewrite <- layer_filter_adjoint by auto; rewrite Hg; cbn [sums output_shape app]; fold B G A.
  destruct HL as (_ & H1 & H2 & HA).
  apply sum_ext; intros b Hb; apply sum_ext; intros o Ho; apply sums_ext; intros ms Hm; f_equal.
  apply within_spec in Hb, Ho. rewrite !get_layer_forward by auto; fold A.
  match goal with |- (?s ⊕ _) ⊖ (?t ⊕ _) = ?u => enough (E : s = t ⊕ u) by (rewrite E; ring) end.
  rewrite <- sum_add; apply sum_ext; intros c Hc. rewrite <- forward_plus_weight; auto; try (eapply slice_shape; eauto).
  apply forward_ext; auto; try (eapply slice_shape; eauto).
  apply within_spec in Hc. eapply slice_plus; eauto.
Qed.

(* The same for the bias. *)
Theorem layer_bias_gradient x f g :
  shape g = output_shape L ->
  is_gradient (fun bias => layer_forward L x f bias) (bias_shape L) g (layer_grad_bias L g).
Proof.
  intros Hg bias h Hbias Hh; rewrite Hg; cbn [sums output_shape bias_shape app]; fold B G A.
  rewrite sum_swap; apply sum_ext; intros o Ho; apply within_spec in Ho.
  cbn [layer_grad_bias]; fold A B; rewrite sum_mul; apply sum_ext; intros b Hb; apply within_spec in Hb.
  rewrite sums_mul; apply sums_ext; intros ms Hm.
  rewrite !get_layer_forward, get_plus by (auto; congruence); ring.
Qed.
End Layer.
