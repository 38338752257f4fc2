(* ∂L/∂X of one channel: dilate ∂L/∂O, pad it, correlate it with the flipped filter.

   That this is the gradient follows from its polyphase form and its scatter form, which are theorems of their own. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry.
Import ListNotations.
Open Scope Z_scope.

(* The zeros before the dilated ∂L/∂O, d(k − 1) − p₋; a negative number crops. *)
Definition pad_before q := dilation q * (kernel_size q - 1) - before q.

(* The zeros after it, d(k − 1) − p₊ + r. *)
Definition pad_after q := dilation q * (kernel_size q - 1) - after q + remainder q.

(* Stride 1 along every axis. *)
Definition ones (A : list axis) : index := map (fun _ => 1) A.

(* A dilated index is in the dilated array exactly when its quotient is in the array. *)
Lemma inside_dilated A ts :
  Forall fits A -> length ts = length A -> zeros (ts %v map stride A) = true ->
  inside ts (sizes (map stride A *v last (map output_size A))) =
  inside (ts /v map stride A) (map output_size A).
Proof.
  intros HA; revert ts; induction HA as [|q A Hq HA IH]; destruct ts as [|t ts]; simpl; try easy.
  intros Hl H; apply andb_prop in H; destruct H as [H1 H2]. apply Z.eqb_eq in H1.
  fold (sizes (map stride A *v last (map output_size A))).
  rewrite IH by auto; f_equal. facts.
  assert (D : t = stride q * (t / stride q)) by (generalize (Z.div_mod t (stride q)); lia).
  apply eq_true_iff_eq; rewrite !within_spec; nia.
Qed.

(* A reversed index lies in the filter. *)
Lemma inside_reversed A taps :
  inside taps (map kernel_size A) = true ->
  inside (last (map kernel_size A) -v taps) (map kernel_size A) = true.
Proof. revert taps; each_axis A; facts. both; lia. Qed.

(* Reversed twice, an index is what it was. *)
Lemma reversed_twice A taps :
  inside taps (map kernel_size A) = true ->
  last (map kernel_size A) -v (last (map kernel_size A) -v taps) = taps.
Proof. revert taps; each_axis A; facts. f_equal; [lia | auto]. Qed.

(* The padded and dilated ∂L/∂O is read within its padding. *)
Lemma slid_in_padding A is taps :
  Forall fits A -> inside is (map input_size A) = true -> inside taps (map kernel_size A) = true ->
  inside (ones A *v is +v map dilation A *v (last (map kernel_size A) -v taps))
    (map pad_before A +v sizes (map stride A *v last (map output_size A)) +v map pad_after A) = true.
Proof.
  revert is taps; each_axis A; facts. both. bounds; unfold pad_before, pad_after, slack in *; lia.
Qed.

(* Without its padding it is read at i + p − d·a. *)
Lemma slid_unpadded A is taps :
  Forall fits A -> inside is (map input_size A) = true -> inside taps (map kernel_size A) = true ->
  ones A *v is +v map dilation A *v (last (map kernel_size A) -v taps) -v map pad_before A = numerator A is taps.
Proof.
  unfold numerator; revert is taps; each_axis A; facts. f_equal; [unfold pad_before; lia | auto].
Qed.

(* The numerator has a part for each axis. *)
Lemma numerator_length A is taps :
  inside is (map input_size A) = true -> inside taps (map kernel_size A) = true ->
  length (numerator A is taps) = length A.
Proof. unfold numerator; revert is taps; each_axis A; facts. f_equal; auto. Qed.

Section InputGradient.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* pad(dilate_s(∂L/∂O)) ⋆ flip(F), the filter dilated by d. *)
Definition grad_input A (f g : array R) : array R :=
  correlate (ones A) (map dilation A)
    (pad (map pad_before A) (map pad_after A) (dilate (map stride A) g)) (flip f).

(* It has the size of the input. *)
Lemma grad_input_shape A f g :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  shape (grad_input A f g) = map input_size A.
Proof.
  intros HA Hf Hg; unfold grad_input; cbn [shape correlate pad dilate flip]; rewrite Hg, Hf; clear f g Hf Hg.
  unfold sizes, ones; each_axis A; facts; f_equal; auto.
  rewrite Z.div_1_r. unfold pad_before, pad_after, slack in *; lia.
Qed.

(* An entry of the dilated ∂L/∂O, anywhere. *)
Lemma get_dilate A g ts :
  Forall fits A -> shape g = map output_size A -> length ts = length A ->
  (dilate (map stride A) g).[ts] = ⟦zeros (ts %v map stride A)⟧ g.[ts /v map stride A].
Proof.
  intros HA Hg Hl; unfold get at 1; cbn [shape entry dilate]; rewrite Hg.
  destruct (zeros _) eqn:E; [rewrite inside_dilated by auto | now destruct (inside ts _)].
  unfold get; rewrite Hg; now destruct (inside _ _).
Qed.

(* Polyphase form: entry i meets only the taps a for which s divides i + p − d·a. *)
Theorem input_polyphase A f g is :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  inside is (map input_size A) = true ->
  (grad_input A f g).[is] = sums (map kernel_size A) (fun taps =>
    ⟦zeros (numerator A is taps %v map stride A)⟧ (g.[numerator A is taps /v map stride A] ⊗ f.[taps])).
Proof.
  intros HA Hf Hg Hi; rewrite get_inside by (rewrite grad_input_shape; auto).
  unfold grad_input; cbn [correlate entry flip shape]; rewrite Hf, sums_reverse.
  apply sums_ext; intros taps Ha.
  rewrite get_pad by (cbn [shape dilate]; rewrite Hg; now apply slid_in_padding).
  rewrite slid_unpadded, get_dilate by (auto; now apply numerator_length).
  rewrite (get_inside (flip f)) by (cbn; rewrite Hf; now apply inside_reversed).
  cbn [entry flip shape]; rewrite Hf, reversed_twice by auto.
  destruct (zeros _); ring.
Qed.

(* Through a given tap, an input meets at most one output. *)
Lemma sums_meeting A is taps (F : index -> R) :
  Forall fits A -> inside is (map input_size A) = true -> inside taps (map kernel_size A) = true ->
  sums (map output_size A) (fun ms => ⟦same is (source A ms taps)⟧ F ms) =
  ⟦zeros (numerator A is taps %v map stride A)⟧
    ⟦inside (numerator A is taps /v map stride A) (map output_size A)⟧ F (numerator A is taps /v map stride A).
Proof.
  revert is taps F; induction A as [|q A IH]; intros [|i is] [|a taps] F; simpl; try easy; intros; facts.
  rewrite bracket_and; fold (numerator A is taps).
  transitivity (sum (output_size q) (fun m => ⟦i =? stride q * m + (dilation q * a - before q)⟧
     sums (map output_size A) (fun ms => ⟦same is (source A ms taps)⟧ F (m :: ms)))).
  - apply sum_ext; intros; rewrite <- sums_bracket; apply sums_ext; intros; apply bracket_and.
  - rewrite sum_meeting by auto.
    replace (i - (dilation q * a - before q)) with (i + before q - dilation q * a) by lia.
    rewrite bracket_and; f_equal.
    destruct (_ =? 0); [|reflexivity]. rewrite IH by auto.
    destruct (within _ _), (zeros _); reflexivity.
Qed.

(* Scatter form, which is the chain rule: ∂L/∂x_i = Σ_m Σ_a [i = s·m + d·a − p] ∂L/∂o_m f_a. *)
Theorem input_scatter A f g is :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  inside is (map input_size A) = true ->
  (grad_input A f g).[is] = sums (map output_size A) (fun ms => sums (map kernel_size A) (fun taps =>
    ⟦same is (source A ms taps)⟧ (g.[ms] ⊗ f.[taps]))).
Proof.
  intros HA Hf Hg Hi; rewrite input_polyphase, sums_swap by auto.
  apply sums_ext; intros taps Ha. rewrite (sums_meeting A is taps (fun ms => g.[ms] ⊗ f.[taps])) by auto.
  unfold get at 1 3; rewrite Hg.
  destruct (zeros _); [destruct (inside (numerator A is taps /v map stride A) (map output_size A)); ring | ring].
Qed.

(* The adjoint identity ⟨∂L/∂O, forward h⟩ = ⟨h, ∂L/∂X⟩. *)
Theorem input_adjoint A h f g :
  Forall fits A -> shape h = map input_size A -> shape f = map kernel_size A -> shape g = map output_size A ->
  sums (map output_size A) (fun ms => g.[ms] ⊗ (forward A h f).[ms]) =
  sums (map input_size A) (fun is => h.[is] ⊗ (grad_input A f g).[is]).
Proof.
  intros HA Hh Hf Hg.
  transitivity (sums (map input_size A) (fun is => sums (map output_size A) (fun ms =>
    sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ (h.[is] ⊗ (g.[ms] ⊗ f.[taps])))))).
  - rewrite sums_swap; apply sums_ext; intros ms Hm.
    rewrite get_forward, sums_mul, sums_swap by auto; apply sums_ext; intros taps Ha.
    rewrite (sums_delta _ _ (fun is => h.[is] ⊗ (g.[ms] ⊗ f.[taps]))).
    unfold get at 2 4; rewrite Hh; destruct (inside (source _ _ _) _); ring.
  - apply sums_ext; intros is Hi. rewrite input_scatter, sums_mul by auto.
    apply sums_ext; intros; rewrite sums_mul; apply sums_ext; intros; destruct (same _ _); ring.
Qed.

(* The theorem: for every size, pad(dilate_s(∂L/∂O)) ⋆ flip(F) is the gradient with respect to the input. *)
Theorem input_gradient A f g :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  shape (grad_input A f g) = map input_size A /\
  is_gradient (fun x => forward A x f) (map input_size A) g (get (grad_input A f g)).
Proof.
  intros HA Hf Hg; split; [now apply grad_input_shape|].
  intros x h Hx Hh. rewrite Hg, <- input_adjoint by auto.
  apply sums_ext; intros m Hm; f_equal. rewrite forward_plus_input by auto; ring.
Qed.
End InputGradient.
