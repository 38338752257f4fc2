(* A transposed layer: the form T(X, F, G) = Σ x_i f_a g_m of a convolution, with X and G in each other's place.

   It reads at G, x: [B, C_out, *M] of the convolution, and writes at X, o: [B, C_in, *N]; the filter is the same. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Layer Whole.
Import ListNotations.
Open Scope Z_scope.

Section Transposed.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* A layer without a bias has one that is 0 everywhere. *)
Definition no_bias : array R := Array [] (fun _ => zero).

(* The forward pass is the convolution's ∂L/∂X, at the input: o_i = Σ_m Σ_a [i = s·m + d·a − p] x_m f_a + b. *)
Definition transposed_forward L (x f bias : array R) : array R :=
  Array (input_shape L) (fun i => match i with
  | b :: c :: is => layer_grad_input L f x (b :: c :: is) ⊕ bias.[[c]]
  | _ => zero
  end).

(* ∂L/∂b: everything of an output channel, added up. *)
Definition transposed_grad_bias L (g : array R) (i : index) : R :=
  match i with
  | [c] => sum (batch_size L) (fun b => sums (map input_size (axes L)) (fun is => g.[b :: c :: is]))
  | _ => zero
  end.

(* [C_out] of the transposed layer. *)
Definition transposed_bias_shape L := [groups L * ins L].

(* What is the same with one thing added to both is the same. *)
Lemma without_bias (u v b : R) : u ⊕ b = v ⊕ b -> u = v.
Proof. intros E; replace u with ((u ⊕ b) ⊖ b) by ring; rewrite E; ring. Qed.

(* That bias is 0. *)
Lemma no_bias_is o : no_bias.[[o]] = zero.
Proof. reflexivity. Qed.

Variable L : layer.
Hypothesis HL : exists_layer L.
Let A := axes L.

(* An output, read inside. *)
Lemma get_transposed x f bias b c is :
  inside (b :: c :: is) (input_shape L) = true ->
  (transposed_forward L x f bias).[b :: c :: is] = layer_grad_input L f x (b :: c :: is) ⊕ bias.[[c]].
Proof. intros H; now rewrite get_inside by exact H. Qed.

(* The forward pass, entry by entry. *)
Theorem transposed_entry x f bias b c is :
  shape x = output_shape L -> shape f = weight_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  (transposed_forward L x f bias).[b :: c :: is] =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    sums (map output_size A) (fun ms => sums (map kernel_size A) (fun taps =>
      ⟦same is (source A ms taps)⟧ (x.[b :: o :: ms] ⊗ f.[o :: weight_channel L c :: taps])))) ⊕ bias.[[c]].
Proof. intros Hx Hf Hi; rewrite get_transposed by exact Hi; f_equal; now apply layer_input_scatter. Qed.

(* A convolution with a bias is one without, and the bias. *)
Lemma forward_biased x f bias b o ms :
  inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] = (layer_forward L x f no_bias).[b :: o :: ms] ⊕ bias.[[o]].
Proof.
  intros Hi; cbn [output_shape] in Hi; apply parts_inside in Hi as (Hb & Ho & Hm).
  rewrite !get_layer_forward, no_bias_is by auto; ring.
Qed.

(* T is the same number, whichever of its places is left open. *)
Lemma form_is g f x :
  shape g = input_shape L -> shape f = weight_shape L -> shape x = output_shape L ->
  sums (input_shape L) (fun i => g.[i] ⊗ layer_grad_input L f x i) =
  sums (output_shape L) (fun m => x.[m] ⊗ (layer_forward L g f no_bias).[m]).
Proof.
  intros Hg Hf Hx; rewrite <- layer_input_adjoint by auto; cbn [sums output_shape app].
  apply sum_ext; intros b Hb; apply sum_ext; intros o Ho; apply sums_ext; intros ms Hm; f_equal.
  apply within_spec in Hb, Ho; rewrite get_layer_forward, no_bias_is by auto; ring.
Qed.

(* What the input adds to the output is linear in it, ... *)
Lemma plus_input f x h i :
  shape f = weight_shape L -> shape x = output_shape L -> shape h = output_shape L ->
  inside i (input_shape L) = true ->
  layer_grad_input L f (plus x h) i = layer_grad_input L f x i ⊕ layer_grad_input L f h i.
Proof.
  intros Hf Hx Hh Hi; destruct i as [|b [|c is]]; [easy| cbn [layer_grad_input]; ring |].
  rewrite !layer_input_scatter by (auto; cbn [plus shape]; auto); rewrite <- sum_add.
  apply sum_ext; intros o _; cbv zeta; rewrite <- sums_add; apply sums_ext; intros ms _.
  rewrite <- sums_add; apply sums_ext; intros taps _; rewrite get_plus by congruence.
  destruct (same _ _); ring.
Qed.

(* ... and in the filter. *)
Lemma plus_filter f h x i :
  shape f = weight_shape L -> shape h = weight_shape L -> shape x = output_shape L ->
  inside i (input_shape L) = true ->
  layer_grad_input L (plus f h) x i = layer_grad_input L f x i ⊕ layer_grad_input L h x i.
Proof.
  intros Hf Hh Hx Hi; destruct i as [|b [|c is]]; [easy| cbn [layer_grad_input]; ring |].
  rewrite !layer_input_scatter by (auto; cbn [plus shape]; auto); rewrite <- sum_add.
  apply sum_ext; intros o _; cbv zeta; rewrite <- sums_add; apply sums_ext; intros ms _.
  rewrite <- sums_add; apply sums_ext; intros taps _; rewrite get_plus by congruence.
  destruct (same _ _); ring.
Qed.

(* The theorem with X and G exchanged: the gradient of the input is the convolution's forward pass, at ∂L/∂O; ... *)
Theorem transposed_input_gradient f g bias :
  shape f = weight_shape L -> shape g = input_shape L ->
  is_gradient (fun x => transposed_forward L x f bias) (output_shape L) g (get (layer_forward L g f no_bias)).
Proof.
  intros Hf Hg x h Hx Hh; rewrite Hg, <- form_is by auto; apply sums_ext; intros i Hi; f_equal.
  destruct i as [|b [|c is]]; [easy| |].
  - rewrite !get_inside by exact Hi; cbn [transposed_forward entry layer_grad_input]; ring.
  - rewrite !get_transposed, plus_input by auto; ring.
Qed.

(* ... that of the filter is the convolution's, with the input for its ∂L/∂O and ∂L/∂O for its X; ... *)
Theorem transposed_filter_gradient x g bias :
  shape x = output_shape L -> shape g = input_shape L ->
  is_gradient (fun f => transposed_forward L x f bias) (weight_shape L) g (layer_grad_weight L g x).
Proof.
  intros Hx Hg f h Hf Hh; rewrite Hg, <- layer_filter_adjoint, layer_input_adjoint by auto.
  apply sums_ext; intros i Hi; f_equal; destruct i as [|b [|c is]]; [easy| |].
  - rewrite !get_inside by exact Hi; cbn [transposed_forward entry layer_grad_input]; ring.
  - rewrite !get_transposed, plus_filter by auto; ring.
Qed.

(* ... and that of the bias is the sum of ∂L/∂O. *)
Theorem transposed_bias_gradient x f g :
  shape g = input_shape L ->
  is_gradient (fun bias => transposed_forward L x f bias) (transposed_bias_shape L) g (transposed_grad_bias L g).
Proof.
  intros Hg bias h Hbias Hh; rewrite Hg; cbn [sums input_shape transposed_bias_shape app].
  rewrite sum_swap; apply sum_ext; intros c Hc; apply within_spec in Hc.
  cbn [transposed_grad_bias]; rewrite sum_mul; apply sum_ext; intros b Hb; apply within_spec in Hb.
  rewrite sums_mul; apply sums_ext; intros is Hi.
  rewrite !get_transposed, get_plus by (try congruence; cbn [input_shape app inside]; now rewrite Hb, Hc, Hi); ring.
Qed.
End Transposed.
