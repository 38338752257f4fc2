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

(* The same where a group has one channel. *)
Lemma channel_alone h v m :
  0 <= h < m -> 0 <= v < 1 -> (h + v) / 1 = h /\ (h + v) mod 1 = v /\ within (h + v) (m * 1) = true.
Proof. intros Hh Hv; pose proof (channel_is h v 1 m Hh Hv) as H; now rewrite Z.mul_1_l in H. Qed.

(* It does not matter which of two indices is named first. *)
Lemma same_sym is js : same is js = same js is.
Proof. revert js; induction is; destruct js; simpl; auto. now rewrite Z.eqb_sym, IHis. Qed.

Section Starts.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.
(* A sum of one term. *)
Lemma sum_one F : sum 1 F = F 0.
Proof. unfold sum; simpl; ring. Qed.

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

(* An input channel, by its group and a channel of the group. *)
Lemma own_channel c w : 0 <= w < ins L -> (c / ins L * ins L + w =? c) = (w =? weight_channel L c).
Proof.
  destruct HL as (_ & H1 & _); intros Hw; unfold weight_channel.
  pose proof (Z.div_mod c (ins L) ltac:(lia)).
  destruct (Z.eqb_spec (c / ins L * ins L + w) c), (Z.eqb_spec w (c mod ins L)); auto; nia.
Qed.

(* ∂L/∂x_i = Σ_m ∂L/∂o_m · ∂o_m/∂x_i, where ∂x_j/∂x_i is [j = i] in each term of O. *)
Theorem input_starts f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  sum (outs L) (fun o' => sums (map output_size A) (fun ms => g.[b :: output_channel L c o' :: ms] ⊗
    sum (ins L) (fun w => sums (map kernel_size A) (fun taps => ⟦inside (source A ms taps) (map input_size A)⟧
      ⟦c / ins L * ins L + w =? c⟧ ⟦same (source A ms taps) is⟧ f.[output_channel L c o' :: w :: taps])))).
Proof.
  intros Hf Hg Hi; rewrite layer_input_scatter by auto; apply sum_ext; intros o' Ho; cbv zeta.
  cbn [input_shape] in Hi; apply parts_inside in Hi as (_ & Hc & Hs); fold A in Hs |- *.
  destruct (channels_within L c o' HL Hc Ho) as [_ Hw].
  apply sums_ext; intros ms _; transitivity (g.[b :: output_channel L c o' :: ms] ⊗ sum (ins L) (fun w =>
    ⟦w =? weight_channel L c⟧ sums (map kernel_size A) (fun taps =>
      ⟦same is (source A ms taps)⟧ f.[output_channel L c o' :: w :: taps]))).
  - rewrite sum_delta, Hw, sums_mul; apply sums_ext; intros; destruct (same _ _); [reflexivity | ring].
  - f_equal; apply sum_ext; intros w Hw'; rewrite own_channel, <- sums_bracket by auto.
    apply sums_ext; intros taps _; rewrite (same_sym is); destruct (same (source A ms taps) is) eqn:E.
    + apply same_spec in E; rewrite E, Hs; now destruct (w =? _).
    + destruct (inside (source A ms taps) _), (w =? _); reflexivity.
Qed.

(* ∂L/∂f_a = Σ_m ∂L/∂o_m · ∂o_m/∂f_a, where ∂f_b/∂f_a is [b = a] in each term of O. *)
Theorem weight_starts x g o c taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  sum (batch_size L) (fun b => sums (map output_size A) (fun ms => g.[b :: o :: ms] ⊗
    sum (ins L) (fun w => sums (map kernel_size A) (fun ts => ⟦inside (source A ms ts) (map input_size A)⟧
      ⟦w =? c⟧ ⟦same ts taps⟧ x.[b :: input_channel L o w :: source A ms ts])))).
Proof.
  intros Hx Hg Hi; rewrite layer_weight_entry by auto; apply sum_ext; intros b _; apply sums_ext; intros ms _.
  cbn [weight_shape] in Hi; apply parts_inside in Hi as (_ & Hc & Ha); fold A in Ha |- *.
  f_equal; transitivity (sum (ins L) (fun w => ⟦w =? c⟧ sums (map kernel_size A) (fun ts =>
    ⟦same ts taps⟧ x.[b :: input_channel L o w :: source A ms ts]))).
  - rewrite sum_delta, Hc, (sums_delta _ _ (fun ts => x.[b :: input_channel L o c :: source A ms ts])), Ha; reflexivity.
  - apply sum_ext; intros w _; rewrite <- sums_bracket; apply sums_ext; intros ts _.
    rewrite (get_bracketed x b _ _ _ _ _ Hx) at 1.
    fold A; destruct (inside (source A ms ts) _), (w =? c), (same ts taps); reflexivity.
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


(* One image and one channel. *)
Hypothesis alone : batch_size L = 1 /\ groups L = 1 /\ ins L = 1 /\ outs L = 1.

(* There the same holds for the input, ... *)
Theorem input_starts_alone f g is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (0 :: 0 :: is) (input_shape L) = true ->
  layer_grad_input L f g (0 :: 0 :: is) =
  sums (map output_size A) (fun ms => g.[0 :: 0 :: ms] ⊗ sums (map kernel_size A) (fun taps =>
    ⟦inside (source A ms taps) (map input_size A)⟧ ⟦same (source A ms taps) is⟧ f.[0 :: 0 :: taps])).
Proof.
  destruct alone as (_ & _ & E1 & E2); intros; rewrite input_starts by auto; unfold output_channel.
  rewrite E1, E2, sum_one; apply sums_ext; intros ms _; now rewrite sum_one.
Qed.

(* ... for the filter, ... *)
Theorem weight_starts_alone x g taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (0 :: 0 :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (0 :: 0 :: taps) =
  sums (map output_size A) (fun ms => g.[0 :: 0 :: ms] ⊗ sums (map kernel_size A) (fun ts =>
    ⟦inside (source A ms ts) (map input_size A)⟧ ⟦same ts taps⟧ x.[0 :: 0 :: source A ms ts])).
Proof.
  destruct alone as (E0 & _ & E1 & E2); intros; rewrite weight_starts by auto; unfold input_channel.
  rewrite E0, E1, E2, sum_one; apply sums_ext; intros ms _; now rewrite sum_one.
Qed.

(* ... and for O itself. *)
Theorem output_starts_alone x f bias ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (0 :: 0 :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[0 :: 0 :: ms] =
  sums (map kernel_size A) (fun taps => ⟦inside (source A ms taps) (map input_size A)⟧
    (x.[0 :: 0 :: source A ms taps] ⊗ f.[0 :: 0 :: taps])) ⊕ bias.[[0]].
Proof.
  destruct alone as (_ & _ & E1 & E2); intros; rewrite output_starts by auto; unfold input_channel.
  now rewrite E1, E2, sum_one.
Qed.
End Starts.
