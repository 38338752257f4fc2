(* ∂L/∂F of one channel: the padded input correlated with ∂L/∂O, strides and dilations exchanged. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient.
Import ListNotations.
Open Scope Z_scope.

(* The zeros after the input: without the remainder, so that the result has exactly k entries. *)
Definition trimmed_after q := after q - remainder q.

(* What tap a reads with output m lies in the trimmed padding. *)
Lemma source_in_trimmed A ms taps :
  Forall fits A -> inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  inside (map dilation A *v taps +v map stride A *v ms)
         (map before A +v map input_size A +v map trimmed_after A) = true.
Proof.
  revert ms taps; each_axis A; facts. both. bounds; unfold trimmed_after, slack in *; lia.
Qed.

(* Without its padding, the input is read at i = s·m + d·a − p. *)
Lemma source_from_tap A ms taps :
  Forall fits A -> inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  map dilation A *v taps +v map stride A *v ms -v map before A = source A ms taps.
Proof. unfold source; revert ms taps; each_axis A; facts. f_equal; [lia | auto]. Qed.

Section FilterGradient.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* pad(X) ⋆ ∂L/∂O, with stride d and ∂L/∂O dilated by s. *)
Definition grad_weight A (x g : array R) : array R :=
  correlate (map dilation A) (map stride A) (pad (map before A) (map trimmed_after A) x) g.

(* It has the size of the filter. *)
Lemma grad_weight_shape A x g :
  Forall fits A -> shape x = map input_size A -> shape g = map output_size A ->
  shape (grad_weight A x g) = map kernel_size A.
Proof.
  intros HA Hx Hg; unfold grad_weight; cbn [shape correlate pad]; rewrite Hg, Hx; clear x g Hx Hg.
  unfold sizes; each_axis A; facts; f_equal; auto.
  replace (_ - _ - _) with ((kernel_size q - 1) * dilation q) by (unfold trimmed_after, slack in *; lia).
  rewrite Z.div_mul; lia.
Qed.

(* The chain rule, entry by entry: ∂L/∂f_a = Σ_m ∂L/∂o_m x_{s·m + d·a − p}. *)
Theorem get_grad_weight A x g taps :
  Forall fits A -> shape x = map input_size A -> shape g = map output_size A ->
  inside taps (map kernel_size A) = true ->
  (grad_weight A x g).[taps] = sums (map output_size A) (fun ms => g.[ms] ⊗ x.[source A ms taps]).
Proof.
  intros HA Hx Hg Ha; rewrite get_inside by (rewrite grad_weight_shape; auto).
  unfold grad_weight; cbn [correlate entry]; rewrite Hg; apply sums_ext; intros ms Hm.
  rewrite get_pad by (rewrite Hx; now apply source_in_trimmed).
  rewrite source_from_tap by auto; ring.
Qed.

(* The adjoint identity ⟨∂L/∂O, forward F⟩ = ⟨F, ∂L/∂F⟩. *)
Theorem filter_adjoint A x f g :
  Forall fits A -> shape x = map input_size A -> shape f = map kernel_size A -> shape g = map output_size A ->
  sums (map output_size A) (fun ms => g.[ms] ⊗ (forward A x f).[ms]) =
  sums (map kernel_size A) (fun taps => f.[taps] ⊗ (grad_weight A x g).[taps]).
Proof.
  intros HA Hx Hf Hg.
  transitivity (sums (map output_size A) (fun ms =>
    sums (map kernel_size A) (fun taps => f.[taps] ⊗ (g.[ms] ⊗ x.[source A ms taps])))).
  - apply sums_ext; intros; rewrite get_forward, sums_mul by auto; apply sums_ext; intros; ring.
  - rewrite sums_swap; apply sums_ext; intros; now rewrite get_grad_weight, sums_mul by auto.
Qed.

(* A sum over a dilated axis, long enough, is one over the entries that were dilated. *)
Lemma sums_dilated A (length_of : axis -> Z) (G X : index -> R) :
  Forall fits A -> (forall q, fits q -> stride q * (output_size q - 1) < length_of q) ->
  sums (map length_of A) (fun ts => ⟦zeros (ts %v map stride A)⟧
    ⟦inside (ts /v map stride A) (map output_size A)⟧ (G (ts /v map stride A) ⊗ X ts)) =
  sums (map output_size A) (fun ms => G ms ⊗ X (map stride A *v ms)).
Proof.
  intros HA HT; revert G X; induction HA as [|q A Hq HA IH]; intros; simpl; [reflexivity|].
  specialize (HT q Hq).
  transitivity (sum (length_of q) (fun t =>
    ⟦(t - 0) mod stride q =? 0⟧ ⟦within ((t - 0) / stride q) (output_size q)⟧
    sums (map length_of A) (fun ts => ⟦zeros (ts %v map stride A)⟧
      ⟦inside (ts /v map stride A) (map output_size A)⟧
      (G ((t - 0) / stride q :: ts /v map stride A) ⊗ X (t :: ts))))).
  - apply sum_ext; intros; rewrite <- !sums_bracket; apply sums_ext; intros ts _. rewrite Z.sub_0_r.
    fold (zeros (ts %v map stride A)).
    destruct (_ =? 0), (within _ _), (zeros _); reflexivity.
  - facts.
    rewrite <- (sum_reindex (stride q) 0 (output_size q) _ (fun m t =>
      sums (map length_of A) (fun ts => ⟦zeros (ts %v map stride A)⟧
        ⟦inside (ts /v map stride A) (map output_size A)⟧ (G (m :: ts /v map stride A) ⊗ X (t :: ts))))) by auto.
    apply sum_ext; intros m Hm. rewrite Z.add_0_r.
    rewrite (proj2 (within_spec _ _)) by (pose proof (step_bounds (stride q) m (output_size q)); lia).
    apply (IH (fun ts => G (m :: ts)) (fun ts => X (stride q * m :: ts))).
Qed.

(* The first k entries of pad(X) ⋆ dilate_s(∂L/∂O), the zeros inserted before sliding, are the same. *)
Theorem filter_dilated A x g taps :
  Forall fits A -> shape x = map input_size A -> shape g = map output_size A ->
  inside taps (map kernel_size A) = true ->
  (grad_weight A x g).[taps] =
  (correlate (map dilation A) (ones A) (pad (map before A) (map after A) x) (dilate (map stride A) g)).[taps].
Proof.
  intros HA Hx Hg Ha; rewrite get_grad_weight by auto. rewrite get_inside.
  2: { cbn [shape correlate pad dilate]; rewrite Hx, Hg; clear x g Hx Hg. unfold sizes, ones.
       revert taps Ha; induction A as [|q A IH]; intros [|a taps]; simpl; try easy; intros Ha; facts. both. bounds.
       replace (_ - _ - 1) with (remainder q + dilation q * (kernel_size q - 1)) by (unfold slack in *; lia).
       assert (a <= (remainder q + dilation q * (kernel_size q - 1)) / dilation q)
         by (apply Z.div_le_lower_bound; lia); lia. }
  cbn [entry shape correlate dilate]; rewrite Hg.
  set (X := fun ts => x.[ts +v (map dilation A *v taps -v map before A)]).
  transitivity (sums (map output_size A) (fun ms => g.[ms] ⊗ X (map stride A *v ms))); [reflexivity|].
  rewrite <- (sums_dilated A (fun q => Z.succ (stride q * (output_size q - 1))) (get g) X) by (auto; intros; lia).
  replace (sizes (map stride A *v last (map output_size A)))
    with (map (fun q => Z.succ (stride q * (output_size q - 1))) A).
  2: { clear; unfold sizes; induction A; simpl; congruence. }
  apply sums_ext; intros ts Ht.
  assert (E : map dilation A *v taps +v ones A *v ts -v map before A =
              ts +v (map dilation A *v taps -v map before A)).
  { clear Hx Hg x g X. unfold ones; revert taps ts Ha Ht; each_axis A; facts. f_equal; [lia | auto]. }
  rewrite get_pad.
  - rewrite E, get_dilate; auto.
    2: { now apply axes_length in Ht. }
    fold (X ts); unfold get at 1 2; rewrite Hg.
    destruct (zeros _); [destruct (inside (ts /v _) _); ring | ring].
  - rewrite Hx; clear Hx Hg x g X E. unfold ones; revert taps ts Ha Ht; each_axis A; facts. both.
    bounds; unfold slack in *; lia.
Qed.

(* The theorem: for every size, this correlation is the gradient with respect to the filter. *)
Theorem filter_gradient A x g :
  Forall fits A -> shape x = map input_size A -> shape g = map output_size A ->
  shape (grad_weight A x g) = map kernel_size A /\
  is_gradient (fun f => forward A x f) (map kernel_size A) g (get (grad_weight A x g)).
Proof.
  intros HA Hx Hg; split; [now apply grad_weight_shape|].
  intros f h Hf Hh. rewrite Hg, <- filter_adjoint by auto.
  apply sums_ext; intros m Hm; f_equal. rewrite forward_plus_weight by auto; ring.
Qed.
End FilterGradient.
