(* Other ways to the same maps, for every size: phases, matrix, decimation and its adjoint, upsampling. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient.
Import ListNotations.
Open Scope Z_scope.

(* Which taps the entries s·j + φ meet does not depend on j: the numerator of phase φ. *)
Definition phase_numerator A phase taps := phase +v map before A -v map dilation A *v taps.

(* s divides i + p − d·a for i = φ + s·j exactly when it does for i = φ, and the quotients differ by j. *)
Lemma numerator_of_phase A phase js taps :
  Forall fits A -> length phase = length A -> length js = length A -> length taps = length A ->
  let is := phase +v map stride A *v js in
  numerator A is taps %v map stride A = phase_numerator A phase taps %v map stride A /\
  numerator A is taps /v map stride A = phase_numerator A phase taps /v map stride A +v js.
Proof.
  intros HA; cbv zeta; unfold numerator, phase_numerator; revert phase js taps.
  induction HA as [|q A Hq HA IH]; intros [|p phase] [|j js] [|a taps]; simpl; try easy; intros Hp Hj Ha.
  destruct (IH phase js taps) as [E1 E2]; auto; rewrite E1, E2.
  replace (p + stride q * j + before q - dilation q * a) with (p + before q - dilation q * a + j * stride q) by lia.
  facts; rewrite Z.mod_add, Z.div_add by lia; auto.
Qed.

(* The outputs of the layer at stride 1 that are kept, seen from the layer itself. *)
Lemma source_at_stride_1 A ms taps :
  length ms = length A -> length taps = length A ->
  source (map at_stride_1 A) (map stride A *v ms) taps = source A ms taps.
Proof.
  unfold source; revert ms taps; induction A as [|q A IH]; intros [|m ms] [|a taps]; simpl; try easy; intros Hm Ha.
  f_equal; [lia | auto].
Qed.

(* Sizes that do not depend on the stride. *)
Lemma sizes_at_stride_1 A :
  map input_size (map at_stride_1 A) = map input_size A /\ map kernel_size (map at_stride_1 A) = map kernel_size A.
Proof. induction A as [|q A [I1 I2]]; simpl; [auto|]. now rewrite I1, I2. Qed.

(* At stride 1 there is one output more than the filter can travel. *)
Lemma outputs_at_stride_1 A : map output_size (map at_stride_1 A) = map (fun q => slack q + 1) A.
Proof.
  induction A as [|q A IH]; simpl; f_equal; auto.
  unfold output_size, slack; simpl. now rewrite Z.div_1_r.
Qed.

(* They are outputs of it. *)
Lemma kept_at_stride_1 A ms :
  Forall fits A -> inside ms (map output_size A) = true ->
  inside (map stride A *v ms) (map output_size (map at_stride_1 A)) = true.
Proof.
  rewrite outputs_at_stride_1; revert ms; each_axis A; facts. both. bounds; lia.
Qed.

Section Routes.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* Closed form of a phase: which taps occur, and with which outputs, depends on φ alone, for every input size. *)
Theorem input_phase A f g phase js :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  length phase = length A -> length js = length A ->
  inside (phase +v map stride A *v js) (map input_size A) = true ->
  (grad_input A f g).[phase +v map stride A *v js] = sums (map kernel_size A) (fun taps =>
    ⟦zeros (phase_numerator A phase taps %v map stride A)⟧
      (g.[phase_numerator A phase taps /v map stride A +v js] ⊗ f.[taps])).
Proof.
  intros; rewrite input_polyphase by auto; apply sums_ext; intros taps Ha.
  apply axes_length in Ha.
  destruct (numerator_of_phase A phase js taps) as [E1 E2]; auto. now rewrite E1, E2.
Qed.

(* The matrix of the layer: C_{m,i} is the filter entry through which output m meets input i, else 0. *)
Definition matrix A (f : array R) (ms is : index) : R :=
  sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ f.[taps]).

(* Forward is C times the input. *)
Theorem forward_matrix A x f ms :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A ->
  inside ms (map output_size A) = true ->
  (forward A x f).[ms] = sums (map input_size A) (fun is => matrix A f ms is ⊗ x.[is]).
Proof.
  intros HA Hx Hf Hm; rewrite get_forward by auto; unfold matrix.
  transitivity (sums (map input_size A) (fun is =>
    sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ (x.[is] ⊗ f.[taps])))).
  - rewrite sums_swap; apply sums_ext; intros taps Ha.
    rewrite (sums_delta _ _ (fun is => x.[is] ⊗ f.[taps])).
    unfold get at 1 3; rewrite Hx; destruct (inside _ (map input_size A)); ring.
  - apply sums_ext; intros is Hi. transitivity (x.[is] ⊗ matrix A f ms is); [|unfold matrix; ring].
    unfold matrix; rewrite sums_mul; apply sums_ext; intros; destruct (same _ _); ring.
Qed.

(* ∂L/∂X is the transpose of C times ∂L/∂O. *)
Theorem input_matrix A f g is :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  inside is (map input_size A) = true ->
  (grad_input A f g).[is] = sums (map output_size A) (fun ms => matrix A f ms is ⊗ g.[ms]).
Proof.
  intros; rewrite input_scatter by auto; apply sums_ext; intros ms Hm.
  transitivity (g.[ms] ⊗ matrix A f ms is); [|ring].
  unfold matrix; rewrite sums_mul; apply sums_ext; intros; destruct (same _ _); ring.
Qed.

(* A strided layer is the layer at stride 1, of which every s-th output is kept. *)
Theorem forward_decimated A x f :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A ->
  let kept := decimate (map stride A) (forward (map at_stride_1 A) x f) in
  shape kept = shape (forward A x f) /\ forall ms, kept.[ms] = (forward A x f).[ms].
Proof.
  intros HA Hx Hf kept; pose proof (at_stride_1_fits A HA) as HA1; destruct (sizes_at_stride_1 A) as [E1 E2].
  assert (S : shape kept = map output_size A).
  { unfold kept; cbn [shape decimate]. rewrite forward_shape, outputs_at_stride_1 by congruence.
    clear; unfold sizes, last; induction A as [|q A IH]; simpl; f_equal; auto.
    unfold output_size. rewrite Z.add_simpl_r. reflexivity. }
  rewrite forward_shape by auto; split; [exact S|]; intros ms.
  destruct (inside ms (map output_size A)) eqn:Hm.
  - rewrite get_inside by now rewrite S. unfold kept; cbn [entry decimate].
    rewrite !get_forward, E2 by (auto; try congruence; now apply kept_at_stride_1).
    apply sums_ext; intros taps Ha.
    rewrite source_at_stride_1; [reflexivity | eapply axes_length; eauto | eapply axes_length; eauto].
  - unfold get; now rewrite S, forward_shape, Hm by auto.
Qed.

(* dilate_s(∂L/∂O) with the r zeros that its end lacks: ∂L/∂O as the layer at stride 1 sees it. *)
Definition upsample A (g : array R) : array R :=
  pad (map (fun _ => 0) A) (map remainder A) (dilate (map stride A) g).

(* It has the size of the output at stride 1. *)
Lemma upsample_shape A g :
  Forall fits A -> shape g = map output_size A ->
  shape (upsample A g) = map output_size (map at_stride_1 A).
Proof.
  intros HA Hg; rewrite outputs_at_stride_1; cbn [upsample shape pad dilate]; rewrite Hg; clear g Hg.
  unfold sizes; each_axis A; facts; f_equal; auto. lia.
Qed.

(* What is in the dilated array is in the upsampled one. *)
Lemma dilated_in_upsampled A ts :
  Forall fits A -> length ts = length A -> zeros (ts %v map stride A) = true ->
  inside (ts /v map stride A) (map output_size A) = true ->
  inside ts (map output_size (map at_stride_1 A)) = true.
Proof.
  intros HA Hl Hz Hi; rewrite outputs_at_stride_1; revert ts Hl Hz Hi.
  induction A as [|q A IH]; destruct ts as [|t ts]; simpl; try easy; intros Hl Hz Hi.
  apply andb_prop in Hz; destruct Hz as [Ht Hz]; apply Z.eqb_eq in Ht; facts.
  assert (D : t = stride q * (t / stride q)) by (generalize (Z.div_mod t (stride q)); lia).
  both. rewrite D.
  pose proof (step_bounds (stride q) (t / stride q) (output_size q) ltac:(lia) ltac:(lia)). lia.
Qed.

(* An entry of it, anywhere. *)
Lemma get_upsample A g ts :
  Forall fits A -> shape g = map output_size A -> length ts = length A ->
  (upsample A g).[ts] = ⟦zeros (ts %v map stride A)⟧ g.[ts /v map stride A].
Proof.
  intros HA Hg Hl. rewrite <- get_dilate by auto.
  assert (Z0 : ts -v map (fun _ => 0) A = ts).
  { clear -Hl; revert ts Hl; induction A; destruct ts; simpl; try easy; intros.
    f_equal; [lia | auto]. }
  unfold get at 1; rewrite upsample_shape by auto; cbn [upsample entry pad]; rewrite Z0.
  destruct (inside ts _) eqn:E; [reflexivity|].
  rewrite get_dilate by auto. unfold get; rewrite Hg.
  destruct (zeros _) eqn:Hz; [|reflexivity].
  destruct (inside (ts /v map stride A) _) eqn:Hi; [|reflexivity].
  now rewrite (dilated_in_upsampled A ts) in E.
Qed.

(* Inserting zeros is the adjoint of keeping every s-th entry: that is where the zeros come from. *)
Theorem decimate_adjoint A y g :
  Forall fits A -> shape y = map output_size (map at_stride_1 A) -> shape g = map output_size A ->
  sums (shape g) (fun ms => g.[ms] ⊗ (decimate (map stride A) y).[ms]) =
  sums (shape y) (fun ts => (upsample A g).[ts] ⊗ y.[ts]).
Proof.
  intros HA Hy Hg; rewrite Hg, Hy.
  transitivity (sums (map output_size A) (fun ms => g.[ms] ⊗ y.[map stride A *v ms])).
  - apply sums_ext; intros ms Hm; f_equal. rewrite get_inside; [reflexivity|].
    cbn [shape decimate]; rewrite Hy, outputs_at_stride_1.
    replace (sizes _) with (map output_size A); auto.
    clear; unfold sizes, last; induction A as [|q A IH]; simpl; f_equal; auto.
    unfold output_size. now rewrite Z.add_simpl_r.
  - rewrite <- (sums_dilated A (fun q => slack q + 1) (get g) (get y)), outputs_at_stride_1.
    + apply sums_ext; intros ts Ht; rewrite get_upsample by (auto; now apply axes_length in Ht).
      unfold get at 1 3; rewrite Hg.
      destruct (zeros _); [destruct (inside (ts /v _) _); ring | ring].
    + assumption.
    + intros; facts; lia.
Qed.

(* The gradient at stride s is the gradient at stride 1 of the upsampled ∂L/∂O. *)
Theorem input_upsampled A f g is :
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  inside is (map input_size A) = true ->
  (grad_input A f g).[is] = (grad_input (map at_stride_1 A) f (upsample A g)).[is].
Proof.
  intros HA Hf Hg Hi; destruct (sizes_at_stride_1 A) as [E1 E2].
  rewrite !input_polyphase; auto using at_stride_1_fits, upsample_shape; try congruence.
  rewrite E2; apply sums_ext; intros taps Ha.
  assert (N1 : numerator (map at_stride_1 A) is taps = numerator A is taps).
  { unfold numerator; rewrite !map_map; reflexivity. }
  pose proof (numerator_length A is taps Hi Ha) as L.
  assert (D : forall ts, length ts = length A ->
    zeros (ts %v map stride (map at_stride_1 A)) = true /\ ts /v map stride (map at_stride_1 A) = ts).
  { clear; induction A as [|q A IH]; destruct ts; simpl; try easy; intros.
    destruct (IH ts) as [IH1 IH2]; auto. rewrite Z.mod_1_r, Z.div_1_r, IH2; auto. }
  destruct (D _ L) as [D1 D2]; rewrite N1, D1, D2, get_upsample by auto.
  destruct (zeros (numerator A is taps %v map stride A)); ring.
Qed.

(* The same for the filter. *)
Theorem weight_upsampled A x g taps :
  Forall fits A -> shape x = map input_size A -> shape g = map output_size A ->
  inside taps (map kernel_size A) = true ->
  (grad_weight A x g).[taps] = (grad_weight (map at_stride_1 A) x (upsample A g)).[taps].
Proof.
  intros HA Hx Hg Ha; destruct (sizes_at_stride_1 A) as [E1 E2].
  rewrite !get_grad_weight; auto using at_stride_1_fits, upsample_shape; try congruence.
  set (X := fun ts => x.[source (map at_stride_1 A) ts taps]).
  transitivity (sums (map output_size A) (fun ms => g.[ms] ⊗ X (map stride A *v ms))).
  - apply sums_ext; intros ms Hm; f_equal; unfold X; rewrite source_at_stride_1; eauto using axes_length.
  - rewrite <- (sums_dilated A (fun q => slack q + 1) (get g) X), outputs_at_stride_1 by (auto; intros; facts; lia).
    apply sums_ext; intros ts Ht; rewrite get_upsample by (auto; now apply axes_length in Ht); fold (X ts).
    unfold get at 1 2; rewrite Hg; destruct (zeros _); [destruct (inside (ts /v _) _); ring | ring].
Qed.
End Routes.
