(* Whole layers by matrices: C and its transpose, columns (im2col), and the filter first (col2im). *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer Whole.
Import ListNotations.
Open Scope Z_scope.

Section Matrix.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.
Variable L : layer.
Hypothesis HL : exists_layer L.
Let A := axes L.

(* C: row m, column i. Images do not see each other, nor do groups. *)
Definition layer_matrix (f : array R) (m i : index) : R :=
  match m, i with
  | b :: o :: ms, b' :: c :: is =>
      ⟦b' =? b⟧ ⟦c / ins L =? o / outs L⟧ matrix A (slice f o (weight_channel L c)) ms is
  | _, _ => zero
  end.

(* A sum over the channels of all groups, of which one group counts. *)
Lemma sum_group n q F :
  0 <= q < groups L -> 1 <= n ->
  sum (groups L * n) (fun c => ⟦c / n =? q⟧ F c) = sum n (fun c => F (q * n + c)).
Proof.
  intros Hq Hn; rewrite sum_blocks by lia.
  transitivity (sum (groups L) (fun p => ⟦p =? q⟧ sum n (fun c => F (p * n + c)))).
  - apply sum_ext; intros p Hp; destruct (p =? q) eqn:E.
    + apply sum_ext; intros c Hc; now destruct (channel_of_block n p c Hc) as [-> _]; rewrite E.
    + transitivity (sum n (fun _ : Z => zero)); [|apply sum_zero].
      apply sum_ext; intros c Hc; now destruct (channel_of_block n p c Hc) as [-> _]; rewrite E.
  - rewrite sum_delta; now rewrite (proj2 (within_spec _ _) Hq).
Qed.

(* The group of a channel is one of the layer's. *)
Lemma group_within n c : 1 <= n -> within c (groups L * n) = true -> 0 <= c / n < groups L.
Proof. intros Hn Hc; apply within_spec in Hc; split; [apply Z.div_pos | apply Z.div_lt_upper_bound]; lia. Qed.

(* O = C X + b. *)
Theorem layer_forward_matrix x f bias b o ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  sums (input_shape L) (fun i => layer_matrix f (b :: o :: ms) i ⊗ x.[i]) ⊕ bias.[[o]].
Proof.
  intros Hx Hf Hi; cbn [output_shape] in Hi; apply parts_inside in Hi as (Hb & Ho & Hm).
  rewrite get_layer_forward by assumption; f_equal.
  pose proof HL as (_ & H1 & H2 & HA); pose proof (group_within _ _ H2 Ho) as Hq.
  cbn [input_shape sums app layer_matrix].
  transitivity (sum (batch_size L) (fun b' => ⟦b' =? b⟧ sum (groups L * ins L) (fun c => ⟦c / ins L =? o / outs L⟧
    sums (map input_size A) (fun is => matrix A (slice f o (weight_channel L c)) ms is ⊗ x.[b' :: c :: is])))).
  - rewrite sum_delta, Hb, sum_group by assumption.
    apply slices_ext; intros c Hc Wc; rewrite forward_matrix by (auto; eapply slice_shape; eauto).
    unfold weight_channel; fold (input_channel L o c); destruct (channel_of_block (ins L) (o / outs L) c Hc) as [_ E].
    unfold input_channel at 2; rewrite E; apply sums_ext; intros is _; f_equal.
    eapply get_slice; eauto; now apply (input_channel_within L HL).
  - apply sum_ext; intros b' _; destruct (b' =? b).
    + apply sum_ext; intros c _; destruct (c / ins L =? o / outs L); [reflexivity|].
      rewrite <- (sums_zero (map input_size A)) at 1; apply sums_ext; intros; ring.
    + rewrite <- (sum_zero (groups L * ins L)) at 1; apply sum_ext; intros c _.
      rewrite <- (sums_zero (map input_size A)) at 1; apply sums_ext; intros; ring.
Qed.

(* ∂L/∂X = Cᵀ ∂L/∂O. *)
Theorem layer_input_matrix f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: is) =
  sums (output_shape L) (fun m => layer_matrix f m (b :: c :: is) ⊗ g.[m]).
Proof.
  intros Hf Hg Hi; cbn [input_shape] in Hi; apply parts_inside in Hi as (Hb & Hc & Hs).
  pose proof HL as (_ & H1 & H2 & HA); pose proof (group_within _ _ H1 Hc) as Hq.
  cbn [output_shape sums app layer_matrix layer_grad_input].
  transitivity (sum (batch_size L) (fun b' => ⟦b' =? b⟧ sum (groups L * outs L) (fun o => ⟦o / outs L =? c / ins L⟧
    sums (map output_size A) (fun ms => matrix A (slice f o (weight_channel L c)) ms is ⊗ g.[b' :: o :: ms])))).
  - rewrite sum_delta, Hb, sum_group by assumption.
    apply sum_ext; intros o' Ho; destruct (channels_within L c o' HL Hc Ho) as [Wo Ww].
    rewrite input_matrix by (auto; eapply slice_shape; eauto); apply sums_ext; intros ms _; f_equal.
    eapply get_slice; eauto.
  - apply sum_ext; intros b' _; rewrite (Z.eqb_sym b b'); destruct (b' =? b).
    + apply sum_ext; intros o _; rewrite (Z.eqb_sym (c / ins L) (o / outs L)).
      destruct (o / outs L =? c / ins L); [reflexivity|].
      rewrite <- (sums_zero (map output_size A)) at 1; apply sums_ext; intros; ring.
    + rewrite <- (sum_zero (groups L * outs L)) at 1; apply sum_ext; intros o _.
      rewrite <- (sums_zero (map output_size A)) at 1; apply sums_ext; intros; ring.
Qed.

(* The columns of X (im2col): for each image and group a row for each channel and tap, a column for each output. *)
Definition columns (x : array R) b q c taps ms : R := x.[b :: q * ins L + c :: source A ms taps].

(* O is the filters times the columns; ... *)
Theorem layer_forward_columns x f bias b o ms :
  shape x = input_shape L -> shape f = weight_shape L -> inside (b :: o :: ms) (output_shape L) = true ->
  (layer_forward L x f bias).[b :: o :: ms] =
  sum (ins L) (fun c => sums (map kernel_size A) (fun taps =>
    f.[o :: c :: taps] ⊗ columns x b (o / outs L) c taps ms)) ⊕ bias.[[o]].
Proof.
  intros; rewrite layer_forward_entry by auto; f_equal.
  apply sum_ext; intros c _; apply sums_ext; intros taps _; unfold columns, input_channel; fold A; ring.
Qed.

(* ... ∂L/∂F is the columns times ∂L/∂O, summed over the images; ... *)
Theorem layer_weight_columns x g o c taps :
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  sum (batch_size L) (fun b => sums (map output_size A) (fun ms =>
    columns x b (o / outs L) c taps ms ⊗ g.[b :: o :: ms])).
Proof.
  intros; rewrite layer_weight_entry by auto; apply sum_ext; intros b _; apply sums_ext; intros ms _.
  unfold columns, input_channel; fold A; ring.
Qed.

(* ... and with the filter first: the filters' transpose times ∂L/∂O, whose entries are added where they were read. *)
Theorem layer_input_filter_first f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  let products ms taps := sum (outs L) (fun o' => let o := output_channel L c o' in
    f.[o :: weight_channel L c :: taps] ⊗ g.[b :: o :: ms]) in
  layer_grad_input L f g (b :: c :: is) =
  sums (map output_size A) (fun ms => sums (map kernel_size A) (fun taps =>
    ⟦same is (source A ms taps)⟧ products ms taps)).
Proof.
  intros Hf Hg Hi products; rewrite layer_input_scatter, <- sums_sum by auto; apply sums_ext; intros ms _.
  rewrite <- sums_sum; apply sums_ext; intros taps _; unfold products; fold A.
  destruct (same is (source A ms taps)); [apply sum_ext; intros; ring | apply sum_zero].
Qed.
End Matrix.
