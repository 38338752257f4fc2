(* One layer's geometry, axis by axis, and its forward pass.

   Output m meets filter tap a at input i exactly when i = s·m + d·a − p. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays.
Import ListNotations.
Open Scope Z_scope.
#[global] Arguments Z.mul : simpl never.

(* One spatial axis: N, k, s, d, and the zeros before and after (negative: a crop). *)
Record axis := Axis {
  input_size : Z;
  kernel_size : Z;
  stride : Z;
  dilation : Z;
  before : Z;
  after : Z
}.

(* N + p₋ + p₊ − d(k−1) − 1: how far the filter can travel. *)
Definition slack q := input_size q + before q + after q - dilation q * (kernel_size q - 1) - 1.

(* M, the number of outputs. *)
Definition output_size q := slack q / stride q + 1.

(* r, the padded entries at the end that no window reaches. *)
Definition remainder q := slack q mod stride q.

(* An axis on which a filter fits at least once. *)
Definition fits q := 0 < stride q /\ 0 < dilation q /\ 1 <= kernel_size q /\ 0 <= slack q.

(* The input that each output meets through each tap, for all axes: i = s·m + d·a − p. *)
Definition source A ms taps := map stride A *v ms +v (map dilation A *v taps -v map before A).

(* i + p − d·a: along each axis, stride times the output that input i meets through tap a, if s divides it. *)
Definition numerator A is taps := is +v map before A -v map dilation A *v taps.

(* The same axis at stride 1. *)
Definition at_stride_1 q := Axis (input_size q) (kernel_size q) 1 (dilation q) (before q) (after q).

(* What an axis on which a filter fits comes with: the remainder is one, M ≥ 1, and slack = s(M − 1) + r. *)
Lemma axis_facts q :
  fits q -> 0 <= remainder q < stride q /\ 1 <= output_size q /\
  slack q = stride q * (output_size q - 1) + remainder q.
Proof.
  intros (H & _ & _ & S). unfold output_size, remainder.
  pose proof (Z.mod_pos_bound (slack q) (stride q) H).
  pose proof (Z.div_pos (slack q) (stride q) S H).
  pose proof (Z.div_mod (slack q) (stride q)). lia.
Qed.

(* To prove something of all axes, prove it of one: each_axis takes the axes and indices apart, facts and bounds say
   what is known of the first, and both proves that an index lies in a box. *)
Ltac each_axis A :=
  induction A as [|q A IH]; intros;
  repeat match goal with
  | H : inside ?l _ = true |- _ => is_var l; destruct l; simpl in H; try discriminate
  end; simpl; auto.
Ltac facts :=
  repeat match goal with
  | H : Forall fits (_ :: _) |- _ => inversion_clear H
  | H : _ && _ = true |- _ => apply andb_prop in H; destruct H
  | H : within _ _ = true |- _ => apply within_spec in H
  | H : fits ?q |- _ => destruct (axis_facts q H) as (? & ? & ?); destruct H as (? & ? & ? & ?)
  end.
Ltac step c i n :=
  lazymatch goal with
  | _ : 0 <= c * i <= _ |- _ => fail
  | S : 0 < c, H : 0 <= i < n |- _ => pose proof (step_bounds c i n S H)
  end.
Ltac bounds :=
  repeat match goal with
  | _ : 0 <= ?i < output_size ?q |- _ => step (stride q) i (output_size q)
  | _ : 0 <= ?i < kernel_size ?q |- _ => step (dilation q) i (kernel_size q)
  end.
Ltac both := apply andb_true_intro; split; [apply within_spec | auto].

(* An index in a box has a part for each axis. *)
Lemma axes_length (size : axis -> Z) A is : inside is (map size A) = true -> length is = length A.
Proof. revert is; each_axis A; facts; f_equal; auto. Qed.

(* At stride 1 the filter still fits. *)
Lemma at_stride_1_fits A : Forall fits A -> Forall fits (map at_stride_1 A).
Proof. induction 1 as [|q A (? & ? & ? & ?)]; constructor; auto. now repeat split. Qed.

Section Forward.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* The forward pass of one channel. *)
Definition forward A (x f : array R) : array R :=
  correlate (map stride A) (map dilation A) (pad (map before A) (map after A) x) f.

(* Its output has the size M along each axis. *)
Lemma forward_shape A x f :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A ->
  shape (forward A x f) = map output_size A.
Proof.
  intros HA Hx Hf; cbn [shape forward correlate pad]; rewrite Hx, Hf; clear x f Hx Hf.
  each_axis A; facts; f_equal; auto. unfold output_size, slack, Z.succ. do 2 f_equal; lia.
Qed.

(* What output m reads through tap a lies in the padded input. *)
Lemma source_in_padding A ms taps :
  Forall fits A -> inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  inside (map stride A *v ms +v map dilation A *v taps)
         (map before A +v map input_size A +v map after A) = true.
Proof.
  revert ms taps; each_axis A; facts. both. bounds; unfold slack in *; lia.
Qed.

(* Reading the padded input there is reading the input at i = s·m + d·a − p. *)
Lemma source_unpadded A ms taps :
  Forall fits A -> inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  map stride A *v ms +v map dilation A *v taps -v map before A = source A ms taps.
Proof. unfold source; revert ms taps; each_axis A; facts. f_equal; [lia | auto]. Qed.

(* The definition, entry by entry: o_m = Σ_a x_{s·m + d·a − p} f_a. *)
Theorem get_forward A x f ms :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A ->
  inside ms (map output_size A) = true ->
  (forward A x f).[ms] = sums (map kernel_size A) (fun taps => x.[source A ms taps] ⊗ f.[taps]).
Proof.
  intros HA Hx Hf Hm; rewrite get_inside by (rewrite forward_shape; auto).
  cbn [forward correlate entry]; rewrite Hf; apply sums_ext; intros taps Ha; f_equal.
  rewrite get_pad by (rewrite Hx; now apply source_in_padding).
  now rewrite source_unpadded.
Qed.

(* The forward pass is linear in the input. *)
Lemma forward_plus_input A x h f ms :
  Forall fits A -> shape x = map input_size A -> shape h = map input_size A ->
  shape f = map kernel_size A -> inside ms (map output_size A) = true ->
  (forward A (plus x h) f).[ms] = (forward A x f).[ms] ⊕ (forward A h f).[ms].
Proof.
  intros; rewrite !get_forward, <- sums_add by auto.
  apply sums_ext; intros; rewrite get_plus by congruence; ring.
Qed.

(* The forward pass is linear in the filter. *)
Lemma forward_plus_weight A x f h ms :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A ->
  shape h = map kernel_size A -> inside ms (map output_size A) = true ->
  (forward A x (plus f h)).[ms] = (forward A x f).[ms] ⊕ (forward A x h).[ms].
Proof.
  intros; rewrite !get_forward, <- sums_add by auto.
  apply sums_ext; intros; rewrite get_plus by congruence; ring.
Qed.
End Forward.
