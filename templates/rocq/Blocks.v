(* How the fast routes divide their work: into tiles of one side length along each axis, the last ones shorter; and
   windows that are apart, where no two products meet. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry Layer Whole Matrix.
Import ListNotations.
Open Scope Z_scope.

(* How many tiles of side w an axis of size n has. *)
Definition tiles n w := (n + w - 1) / w.

(* How long they are. *)
Definition tile_sizes ns ws ts := zip Z.min ws (ns -v ws *v ts).

(* Cell c is in tile c/w, and in no other. *)
Lemma in_tile n w c t i :
  0 < w -> 0 <= c < n -> 0 <= i < Z.min w (n - w * t) -> c = w * t + i -> t = c / w /\ i = c mod w.
Proof. intros Hw Hc Hi E; apply (Z.div_mod_unique w); pose proof (Z.mod_pos_bound c w Hw); try lia.
  rewrite <- Z.div_mod; lia. Qed.

(* That tile exists and holds it. *)
Lemma own_tile n w c :
  0 < w -> 0 <= c < n -> 0 <= c / w < tiles n w /\ 0 <= c - w * (c / w) < Z.min w (n - w * (c / w)).
Proof.
  intros Hw Hc; pose proof (Z.div_mod c w ltac:(lia)); pose proof (Z.mod_pos_bound c w Hw); repeat split; try lia.
  - apply Z.div_pos; lia.
  - unfold tiles; apply Z.div_lt_upper_bound; [lia|].
    pose proof (Z.div_mod (n + w - 1) w ltac:(lia)); pose proof (Z.mod_pos_bound (n + w - 1) w Hw); lia.
Qed.

(* Every entry is computed in one tile: what blocks write, they write once. *)
Theorem in_one_tile ns ws is :
  length ws = length ns -> Forall (Z.lt 0) ws -> inside is ns = true ->
  (inside (is /v ws) (zip tiles ns ws) = true /\
   inside (is -v ws *v (is /v ws)) (tile_sizes ns ws (is /v ws)) = true) /\
  forall ts js, inside ts (zip tiles ns ws) = true -> inside js (tile_sizes ns ws ts) = true ->
    is = ws *v ts +v js -> ts = is /v ws.
Proof.
  unfold tile_sizes; intros Hl Hw; revert ns is Hl; induction Hw as [|w ws Hw _ IH]; intros [|n ns] [|c is]; simpl;
    try easy; intros Hl Hi.
  - split; [auto|]; intros [|]; easy.
  - apply andb_prop in Hi as [Hc Hi]; apply within_spec in Hc; destruct (IH ns is ltac:(lia) Hi) as [[I1 I2] I3].
    destruct (own_tile n w c Hw Hc) as [O1 O2]; rewrite I1, I2, !(proj2 (within_spec _ _)) by assumption.
    split; [auto|]; intros [|t ts] [|j js]; simpl; try easy; intros Ht Hj E.
    apply andb_prop in Ht as [Ht Hts]; apply andb_prop in Hj as [Hj Hjs]; apply within_spec in Hj.
    injection E as E1 E2; f_equal; [now apply (in_tile n w c t j) | now apply (I3 ts js)].
Qed.

(* Windows that are apart: none reaches into the next, and there is no padding. *)
Definition apart q := dilation q * (kernel_size q - 1) < stride q /\ before q = 0 /\ after q = 0.

(* Then an input is read by one output through one tap at most. *)
Lemma read_once A ms taps ms' taps' :
  Forall fits A -> Forall apart A -> inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  inside ms' (map output_size A) = true -> inside taps' (map kernel_size A) = true ->
  same (source A ms taps) (source A ms' taps') = same ms' ms && same taps' taps.
Proof.
  unfold source; intros HA Hp; revert ms taps ms' taps'.
  induction HA as [|q A Hq HA IH]; intros [|m ms] [|a taps] [|m' ms'] [|a' taps']; simpl; try easy.
  inversion_clear Hp as [|? ? (H1 & H2 & _) Hp']; intros Hm Ha Hm' Ha'.
  apply andb_prop in Hm as [Hm Hms]; apply andb_prop in Ha as [Ha Hts]; apply andb_prop in Hm' as [Hm' Hms'];
    apply andb_prop in Ha' as [Ha' Hts']; apply within_spec in Hm, Ha, Hm', Ha'.
  rewrite IH by assumption; destruct Hq as (Hs & Hd & _ & _).
  assert (E : (stride q * m + (dilation q * a - before q) =? stride q * m' + (dilation q * a' - before q)) =
              (m' =? m) && (a' =? a)).
  { destruct (Z.eqb_spec m' m), (Z.eqb_spec a' a); subst; simpl; try (apply Z.eqb_eq; lia); apply Z.eqb_neq; nia. }
  rewrite E; destruct (m' =? m), (a' =? a), (same ms' ms), (same taps' taps); reflexivity.
Qed.

Section Blocks.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* A sum is the sum over its tiles of their sums. *)
Lemma sum_tiles n w F :
  0 < w -> sum n F = sum (tiles n w) (fun t => sum (Z.min w (n - w * t)) (fun i => F (w * t + i))).
Proof.
  intros Hw; transitivity (sum n (fun c => sum (tiles n w) (fun t => ⟦t =? c / w⟧ F c))).
  - apply sum_ext; intros c Hc; rewrite (sum_delta _ _ (fun _ => F c)).
    now rewrite (proj2 (within_spec _ _) (proj1 (own_tile n w c Hw Hc))).
  - rewrite sum_swap; apply sum_ext; intros t Ht; unfold tiles in Ht.
    assert (Hn : w * t < n).
    { pose proof (Z.div_mod (n + w - 1) w ltac:(lia)); pose proof (Z.mod_pos_bound (n + w - 1) w Hw); nia. }
    set (m := Z.min w (n - w * t)).
    replace n with (w * t + (m + (n - w * t - m))) at 1 by lia.
    rewrite !sum_split by nia.
    rewrite (sum_ext (w * t) _ (fun _ => zero)), (sum_ext (n - w * t - m) _ (fun _ => zero)), !sum_zero.
    + transitivity (sum m (fun i => F (w * t + i))); [|reflexivity].
      rewrite (sum_ext m _ (fun i => F (w * t + i))); [ring|]; intros i Hi.
      replace (w * t + i) with (i + t * w) at 1 by ring; rewrite Z.div_add, Z.div_small by lia.
      now rewrite Z.add_0_l, Z.eqb_refl.
    + intros i Hi; destruct (Z.eqb_spec t ((w * t + (m + i)) / w)) as [E|]; [|reflexivity].
      pose proof (Z.div_mod (w * t + (m + i)) w ltac:(lia)); rewrite <- E in *.
      pose proof (Z.mod_pos_bound (w * t + (m + i)) w Hw); lia.
    + intros i Hi; destruct (Z.eqb_spec t (i / w)) as [E|]; [|reflexivity].
      pose proof (Z.div_mod i w ltac:(lia)); rewrite <- E in *; pose proof (Z.mod_pos_bound i w Hw); lia.
Qed.

(* The same along every axis. *)
Theorem sums_tiles ns ws F :
  length ws = length ns -> Forall (Z.lt 0) ws ->
  sums ns F = sums (zip tiles ns ws) (fun ts => sums (tile_sizes ns ws ts) (fun is => F (ws *v ts +v is))).
Proof.
  unfold tile_sizes; intros Hl Hw; revert ns F Hl; induction Hw as [|w ws Hw _ IH]; intros [|n ns] F; simpl; try easy.
  intros Hl; rewrite (sum_tiles n w) by assumption; apply sum_ext; intros t _.
  rewrite sums_sum; apply sum_ext; intros i _; apply (IH ns (fun is => F (w * t + i :: is))); lia.
Qed.

Variable L : layer.
Hypothesis HL : exists_layer L.
Let A := axes L.

(* ∂L/∂F in blocks of images and outputs: their products of columns and ∂L/∂O, added up. *)
Theorem layer_weight_blocks x g o c taps ws :
  let ns := batch_size L :: map output_size A in length ws = length ns -> Forall (Z.lt 0) ws ->
  shape x = input_shape L -> shape g = output_shape L -> inside (o :: c :: taps) (weight_shape L) = true ->
  layer_grad_weight L x g (o :: c :: taps) =
  sums (zip tiles ns ws) (fun ts => sums (tile_sizes ns ws ts) (fun is =>
    match ws *v ts +v is with
    | b :: ms => columns L x b (o / outs L) c taps ms ⊗ g.[b :: o :: ms]
    | [] => zero
    end)).
Proof.
  intros ns Hl Hw Hx Hg Hi; rewrite <- (sums_tiles ns ws (fun is => match is with
    | b :: ms => columns L x b (o / outs L) c taps ms ⊗ g.[b :: o :: ms] | [] => zero end)) by assumption.
  now apply layer_weight_columns.
Qed.

(* ∂L/∂X with the filter first, in blocks of outputs. *)
Theorem layer_input_blocks f g b c is ws :
  let ns := map output_size A in length ws = length ns -> Forall (Z.lt 0) ws ->
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  let products ms taps := sum (outs L) (fun o' => let o := output_channel L c o' in
    f.[o :: weight_channel L c :: taps] ⊗ g.[b :: o :: ms]) in
  layer_grad_input L f g (b :: c :: is) =
  sums (zip tiles ns ws) (fun ts => sums (tile_sizes ns ws ts) (fun js => let ms := ws *v ts +v js in
    sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ products ms taps))).
Proof.
  intros ns Hl Hw Hf Hg Hi products; rewrite <- (sums_tiles ns ws (fun ms =>
    sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ products ms taps))) by assumption.
  now apply layer_input_filter_first.
Qed.

(* Where windows are apart, ∂L/∂X at tap a of output m is entry (m, a) of ∂L/∂Oᵀ · F ... *)
Theorem layer_input_patches f g b c ms taps :
  Forall apart A -> shape f = weight_shape L -> shape g = output_shape L ->
  inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
  inside (b :: c :: source A ms taps) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: source A ms taps) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    g.[b :: o :: ms] ⊗ f.[o :: weight_channel L c :: taps]).
Proof.
  intros Hp Hf Hg Hm Ha Hi; rewrite layer_input_scatter by auto; apply sum_ext; intros o' _; cbv zeta.
  destruct HL as (_ & _ & _ & HA); set (o := output_channel L c o').
  transitivity (sums (map output_size A) (fun ms' => ⟦same ms' ms⟧ sums (map kernel_size A) (fun taps' =>
    ⟦same taps' taps⟧ (g.[b :: o :: ms'] ⊗ f.[o :: weight_channel L c :: taps'])))).
  - apply sums_ext; intros ms' Hm'; rewrite <- sums_bracket; apply sums_ext; intros taps' Ha'; fold A.
    rewrite read_once by assumption; apply bracket_and.
  - rewrite (sums_delta _ _ (fun ms' => sums (map kernel_size A) (fun taps' =>
      ⟦same taps' taps⟧ (g.[b :: o :: ms'] ⊗ f.[o :: weight_channel L c :: taps'])))), Hm.
    now rewrite (sums_delta _ _ (fun taps' => g.[b :: o :: ms] ⊗ f.[o :: weight_channel L c :: taps'])), Ha.
Qed.

(* ... and an input that no window reads has the gradient 0, in every layer. *)
Theorem layer_input_unread f g b c is :
  shape f = weight_shape L -> shape g = output_shape L -> inside (b :: c :: is) (input_shape L) = true ->
  (forall ms taps, inside ms (map output_size A) = true -> inside taps (map kernel_size A) = true ->
    is <> source A ms taps) ->
  layer_grad_input L f g (b :: c :: is) = zero.
Proof.
  intros Hf Hg Hi Hn; rewrite layer_input_scatter by auto; etransitivity; [|apply (sum_zero (outs L))].
  apply sum_ext; intros o' _; cbv zeta; etransitivity; [|apply (sums_zero (map output_size A))].
  apply sums_ext; intros ms Hm; etransitivity; [|apply (sums_zero (map kernel_size A))].
  apply sums_ext; intros taps Ha; fold A; destruct (same is (source A ms taps)) eqn:E; [|reflexivity].
  apply same_spec in E; now apply Hn in E.
Qed.
End Blocks.
