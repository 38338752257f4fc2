(* Where the derivations for every size start: at O. Its gradients are the chain rule's sums, with sums alone. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Layer Whole.
Import ListNotations.
Open Scope Z_scope.

(* Where sizes are letters, N + p₋ + p₊ − d(k−1) − 1 = s(M−1) + r with 0 ≤ r < s says that M is the output size. *)
Lemma axis_is n k s d p p' r m :
  1 <= k -> 1 <= s -> 1 <= d -> 1 <= m -> 0 <= r < s -> n + p + p' - d * (k - 1) - 1 = s * (m - 1) + r ->
  fits (Axis n k s d p p') /\ output_size (Axis n k s d p p') = m.
Proof.
  intros Hk Hs Hd Hm Hr E; unfold fits, output_size, slack; cbn [stride dilation kernel_size input_size before after].
  rewrite E; repeat split; try lia; [nia|].
  rewrite Z.mul_comm, Z.div_add_l, Z.div_small by lia; lia.
Qed.

(* Channels counted from group and channel of the group. *)
Lemma channel_is h v n m :
  0 <= h < m -> 0 <= v < n -> (n * h + v) / n = h /\ (n * h + v) mod n = v /\ within (n * h + v) (m * n) = true.
Proof.
  intros Hh Hv; rewrite (Z.mul_comm n h); destruct (channel_of_block n h v Hv) as [-> ->].
  repeat split; now apply block_within.
Qed.

Section Starts.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.
Variable L : layer.
Hypothesis HL : exists_layer L.
Let A := axes L.

(* An entry outside of an array is 0: a bracket says so. *)
Lemma get_bracketed (x : array R) b c is n0 n1 ns :
  shape x = [n0; n1] ++ ns -> x.[b :: c :: is] = ⟦inside is ns⟧ x.[b :: c :: is].
Proof.
  intros E; unfold get at 1 2; rewrite E; cbn [app inside].
  destruct (inside is ns); [reflexivity|]. now rewrite !andb_false_r.
Qed.

(* ∂L/∂x_i = Σ_m ∂L/∂o_m · ∂o_m/∂x_i. *)
Theorem input_starts f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  sum (outs L) (fun o' => sums (map output_size A) (fun ms => g.[b :: output_channel L c o' :: ms] ⊗
    sums (map kernel_size A) (fun taps =>
      ⟦same is (source A ms taps)⟧ f.[output_channel L c o' :: weight_channel L c :: taps]))).
Proof.
  intros Hf Hg Hi; rewrite layer_input_scatter by auto; apply sum_ext; intros o' _; cbv zeta.
  apply sums_ext; intros ms _; rewrite sums_mul; apply sums_ext; intros; destruct (same _ _); ring.
Qed.

(* ∂L/∂f_a = Σ_m ∂L/∂o_m · ∂o_m/∂f_a. *)
Theorem weight_starts x g o c taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  sum (batch_size L) (fun b => sums (map output_size A) (fun ms => g.[b :: o :: ms] ⊗
    ⟦inside (source A ms taps) (map input_size A)⟧ x.[b :: input_channel L o c :: source A ms taps])).
Proof.
  intros Hx Hg Hi; rewrite layer_weight_entry by auto; apply sum_ext; intros b _; apply sums_ext; intros ms _.
  f_equal; apply (get_bracketed x b _ _ _ _ _ Hx).
Qed.

(* o_m = Σ_c Σ_a x_{s·m + d·a − p} f_a + b. *)
Theorem output_starts x f bias b o ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  sum (ins L) (fun c => sums (map kernel_size A) (fun taps => ⟦inside (source A ms taps) (map input_size A)⟧
    (x.[b :: input_channel L o c :: source A ms taps] ⊗ f.[o :: c :: taps]))) ⊕ bias.[[o]].
Proof.
  intros Hx Hf Hi; rewrite layer_forward_entry by auto; f_equal.
  apply sum_ext; intros c _; apply sums_ext; intros taps _; rewrite (get_bracketed x b _ _ _ _ _ Hx) at 1.
  fold A; destruct (inside (source A ms taps) _); ring.
Qed.

(* A sum of one term. *)
Lemma sum_one F : sum 1 F = F 0.
Proof. unfold sum; simpl; ring. Qed.
End Starts.
