(* From theorems to entries: each gradient's entry as a list of terms that a machine can compute.

   A certificate prints the entries of one layer; the theorems below turn "computing gives what is printed" into
   "what is printed is the gradient". *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer Whole.
Import ListNotations.
Open Scope Z_scope.

(* 0, 1, ..., n − 1. *)
Definition range (n : Z) : list Z := map Z.of_nat (seq 0 (Z.to_nat n)).

(* Every index of a box, in reading order. *)
Fixpoint box (ns : index) : list index :=
  match ns with
  | [] => [[]]
  | n :: ns => flat_map (fun i => map (cons i) (box ns)) (range n)
  end.

(* The outputs that an input meets along one axis, with its tap; the last tap comes first: outputs ascend. *)
Definition met_along q i : list (Z * Z) :=
  flat_map (fun b =>
    let a := kernel_size q - 1 - b in
    let c := i + before q - dilation q * a in
    if (c mod stride q =? 0) && within (c / stride q) (output_size q) then [(c / stride q, a)] else [])
  (range (kernel_size q)).

(* The same for all axes: it takes as many steps as there are taps, however many outputs the layer has. *)
Fixpoint met A is : list (index * index) :=
  match A, is with
  | q :: A, i :: is =>
      flat_map (fun pair => map (fun rest => (fst pair :: fst rest, snd pair :: snd rest)) (met A is)) (met_along q i)
  | _, _ => [([], [])]
  end.

(* The pairs (output, filter entry) whose products make entry i of ∂L/∂X: all that meet at i. *)
Definition input_terms L (i : index) : list (index * index) :=
  match i with
  | b :: c :: is =>
      flat_map (fun o' =>
        map (fun pair => (b :: output_channel L c o' :: fst pair,
                          output_channel L c o' :: weight_channel L c :: snd pair))
            (met (axes L) is))
        (range (outs L))
  | _ => []
  end.

(* The pairs (output, input) whose products make an entry of ∂L/∂F: the inputs outside are zeros of the padding. *)
Definition weight_terms L (i : index) : list (index * index) :=
  match i with
  | o :: c :: taps =>
      flat_map (fun b =>
        map (fun ms => (b :: o :: ms, b :: input_channel L o c :: source (axes L) ms taps))
            (filter (fun ms => inside (source (axes L) ms taps) (map input_size (axes L)))
                    (box (map output_size (axes L)))))
        (range (batch_size L))
  | _ => []
  end.

(* The outputs that make an entry of ∂L/∂b. *)
Definition bias_terms L (i : index) : list index :=
  match i with
  | [o] => flat_map (fun b => map (fun ms => b :: o :: ms) (box (map output_size (axes L)))) (range (batch_size L))
  | _ => []
  end.

(* The pairs (shift, tap) of a phase: entry φ + s·j of ∂L/∂X is the sum of ∂L/∂o_{shift + j} f_tap. *)
Definition phase_terms A (phase : index) : list (index * index) :=
  map (fun taps => (phase_numerator A phase taps /v map stride A, taps))
      (filter (fun taps => zeros (phase_numerator A phase taps %v map stride A)) (box (map kernel_size A))).

(* Whether a layer exists, as a computation. *)
Definition layer_ok L : bool :=
  (0 <=? groups L) && (1 <=? ins L) && (1 <=? outs L) &&
  forallb (fun q => (0 <? stride q) && (0 <? dilation q) && (1 <=? kernel_size q) && (0 <=? slack q)) (axes L).

(* The computation tells the truth. *)
Lemma layer_ok_spec L : layer_ok L = true -> exists_layer L.
Proof.
  unfold layer_ok; rewrite !andb_true_iff, !Z.leb_le, forallb_forall; intros (((H1 & H2) & H3) & H).
  repeat split; auto. apply Forall_forall; intros q Hq; specialize (H q Hq).
  rewrite !andb_true_iff, !Z.leb_le, !Z.ltb_lt in H; unfold fits; tauto.
Qed.

(* The range holds the indices within it. *)
Lemma in_range i n : In i (range n) <-> within i n = true.
Proof.
  unfold range; rewrite in_map_iff, within_spec; split.
  - intros (p & <- & H); apply in_seq in H; lia.
  - intros H; exists (Z.to_nat i); rewrite in_seq; lia.
Qed.

(* The box holds the indices inside of it, and no others: a list over it misses no entry. *)
Lemma in_box is ns : In is (box ns) <-> inside is ns = true.
Proof.
  revert is; induction ns as [|n ns IH]; intros is; simpl.
  - destruct is; simpl; split; (now auto) || (now intros [H|[]]).
  - rewrite in_flat_map; split.
    + intros (i & Hi & H); apply in_map_iff in H; destruct H as (js & <- & H); simpl.
      now rewrite (proj1 (in_range i n) Hi), (proj1 (IH js) H).
    + destruct is as [|i is]; simpl; [discriminate|]. rewrite andb_true_iff; intros [Hi H].
      exists i; split; [now apply in_range | apply in_map; now apply IH].
Qed.

(* Something proven, whatever it says; a list of such things can be asked for its axioms at once. *)
Inductive proven : Type :=
  | Proven {P : Prop} (proof : P).

Section Entries.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* t0 ⊕ t1 ⊕ ..., as it is printed; of no terms it is 0. *)
Definition total (ts : list R) : R :=
  match ts with
  | [] => zero
  | t :: ts => fold_left add ts t
  end.

(* A term comes first in a total, or is added to it. *)
Lemma total_cons t ts : total (t :: ts) = t ⊕ total ts.
Proof.
  destruct ts as [|u ts]; simpl; [ring|]. revert t u; induction ts as [|v ts IH]; intros; simpl; [reflexivity|].
  rewrite <- (IH t (u ⊕ v)); f_equal; ring.
Qed.

(* The total of two lists is the sum of their totals. *)
Lemma total_app ts us : total (ts ++ us) = total ts ⊕ total us.
Proof.
  induction ts as [|t ts IH]; [simpl; ring|].
  rewrite <- app_comm_cons, !total_cons, IH; ring.
Qed.

(* A total over joined lists is a total of totals. *)
Lemma total_flat_map {I J} (F : J -> R) (lists : I -> list J) (l : list I) :
  total (map F (flat_map lists l)) = total (map (fun i => total (map F (lists i))) l).
Proof.
  induction l as [|i l IH]; [reflexivity|].
  simpl flat_map; rewrite map_app, total_app, IH, map_cons, total_cons; reflexivity.
Qed.

(* Leaving terms out is putting a bracket before them. *)
Lemma total_filter {I} (P : I -> bool) (F : I -> R) (l : list I) :
  total (map F (filter P l)) = total (map (fun i => ⟦P i⟧ F i) l).
Proof.
  induction l as [|i l IH]; [reflexivity|]. simpl filter; rewrite (map_cons _ i l), total_cons, <- IH.
  destruct (P i); [rewrite map_cons, total_cons; reflexivity | ring].
Qed.

(* A total over a range is a sum. *)
Lemma total_range n F : total (map F (range n)) = sum n F.
Proof.
  unfold range, sum; rewrite map_map; induction (Z.to_nat n) as [|p IH]; [reflexivity|].
  rewrite seq_S, map_app, total_app, IH; simpl; reflexivity.
Qed.

(* A total over a box is a sum over it. *)
Lemma total_box ns F : total (map F (box ns)) = sums ns F.
Proof.
  revert F; induction ns as [|n ns IH]; intros; [reflexivity|].
  simpl box; rewrite total_flat_map, total_range; simpl; apply sum_ext; intros i Hi.
  rewrite map_map; apply (IH (fun is => F (i :: is))).
Qed.

(* A total over what is met along one axis is a sum over the taps. *)
Lemma total_met_along q i (F : Z -> Z -> R) :
  total (map (fun pair => F (fst pair) (snd pair)) (met_along q i)) =
  sum (kernel_size q) (fun a => let c := i + before q - dilation q * a in
    ⟦(c mod stride q =? 0) && within (c / stride q) (output_size q)⟧ F (c / stride q) a).
Proof.
  unfold met_along; rewrite total_flat_map, total_range, sum_reverse; apply sum_ext; intros a Ha; cbv zeta.
  replace (kernel_size q - 1 - (kernel_size q - 1 - a)) with a by lia.
  now destruct (_ && _).
Qed.

(* The same for all axes. *)
Lemma total_met A is (F : index -> index -> R) :
  length is = length A ->
  total (map (fun pair => F (fst pair) (snd pair)) (met A is)) =
  sums (map kernel_size A) (fun taps => let c := numerator A is taps in
    ⟦zeros (c %v map stride A)⟧ ⟦inside (c /v map stride A) (map output_size A)⟧ F (c /v map stride A) taps).
Proof.
  revert is F; induction A as [|q A IH]; intros [|i is] F; try discriminate; intros Hl; [reflexivity|].
  injection Hl as Hl; cbn [met map sums]; rewrite total_flat_map.
  rewrite (total_met_along q i (fun m a => total (map (fun pair => F (fst pair) (snd pair))
    (map (fun rest => (m :: fst rest, a :: snd rest)) (met A is))))).
  apply sum_ext; intros a _; cbv zeta; rewrite map_map; cbn [fst snd].
  rewrite (IH is (fun ms taps => F (_ :: ms) (a :: taps))) by assumption.
  rewrite <- sums_bracket; apply sums_ext; intros taps _; cbv zeta; simpl.
  fold (numerator A is taps); fold (zeros (numerator A is taps %v map stride A)).
  destruct (_ =? 0), (within _ _), (zeros _); reflexivity.
Qed.

(* Σ products of the pairs listed, where U and V are what the indices are looked up in. *)
Definition products (U V : index -> R) (pairs : list (index * index)) : R :=
  total (map (fun pair => U (fst pair) ⊗ V (snd pair)) pairs).

(* ∂L/∂X is the total of its terms. *)
Theorem input_entry L f g i :
  exists_layer L -> shape f = weight_shape L -> shape g = output_shape L -> inside i (input_shape L) = true ->
  layer_grad_input L f g i = products (get g) (get f) (input_terms L i).
Proof.
  intros (_ & H1 & H2 & HA) Hf Hg Hi; destruct i as [|b [|c is]]; try discriminate.
  1: { now cbn in Hi; destruct (within b _). }
  cbn [input_shape app inside] in Hi; apply andb_prop in Hi; destruct Hi as [Hb Hi].
  apply andb_prop in Hi; destruct Hi as [Hc Hi]; apply within_spec in Hc.
  assert (Hq : 0 <= c / ins L < groups L) by (split; [apply Z.div_pos | apply Z.div_lt_upper_bound]; lia).
  unfold products; cbn [layer_grad_input input_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros o' Ho.
  pose proof (block_within (outs L) (groups L) _ o' Hq Ho : within (output_channel L c o') _ = true) as Wo.
  assert (Wc : within (weight_channel L c) (ins L) = true)
    by (apply within_spec; unfold weight_channel; apply Z.mod_pos_bound; lia).
  rewrite input_polyphase by (auto; eapply slice_shape; eauto).
  rewrite map_map; cbn [fst snd].
  rewrite (total_met _ _ (fun ms taps => g.[b :: output_channel L c o' :: ms] ⊗
    f.[output_channel L c o' :: weight_channel L c :: taps])) by (eapply axes_length; eauto).
  apply sums_ext; intros taps Ha; cbv zeta; erewrite !get_slice by eauto.
  destruct (zeros _); [|reflexivity].
  unfold get at 1 3; rewrite Hg; cbn [output_shape app inside]; rewrite Hb, Wo; cbn [andb].
  destruct (inside _ (map output_size _)); [reflexivity | ring].
Qed.

(* ∂L/∂F is the total of its terms. *)
Theorem weight_entry L x g i :
  exists_layer L -> shape x = input_shape L -> shape g = output_shape L -> inside i (weight_shape L) = true ->
  layer_grad_weight L x g i = products (get g) (get x) (weight_terms L i).
Proof.
  intros HL Hx Hg Hi; destruct i as [|o [|c taps]]; try discriminate.
  1: { now cbn in Hi; destruct (within o _). }
  cbn [weight_shape app inside] in Hi; apply andb_prop in Hi; destruct Hi as [Ho Hi].
  apply andb_prop in Hi; destruct Hi as [Hc Ha].
  pose proof (input_channel_within L HL o c Ho (proj1 (within_spec _ _) Hc)) as Wc.
  destruct HL as (_ & H1 & H2 & HA).
  unfold products; cbn [layer_grad_weight weight_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros b Hb; apply within_spec in Hb.
  rewrite get_grad_weight by (auto; eapply slice_shape; eauto).
  rewrite map_map, total_filter, total_box. apply sums_ext; intros ms Hm; cbn [fst snd].
  erewrite !get_slice by eauto.
  unfold get at 2; rewrite Hx; cbn [input_shape app inside]; rewrite Hb, Wc; cbn [andb].
  destruct (inside (source _ _ _) _) eqn:E; [|ring].
  f_equal; rewrite get_inside; [reflexivity|]. rewrite Hx; cbn [input_shape app inside]; now rewrite Hb, Wc, E.
Qed.

(* ∂L/∂b is the total of its terms. *)
Theorem bias_entry L g i :
  inside i (bias_shape L) = true -> layer_grad_bias L g i = total (map (get g) (bias_terms L i)).
Proof.
  intros Hi; destruct i as [|o [|? ?]]; try discriminate.
  2: { now cbn in Hi; destruct (within o _). }
  cbn [layer_grad_bias bias_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros b Hb; now rewrite map_map, total_box.
Qed.

(* What a certificate says: the gradient of O at g has these entries. *)
Definition gradient_has (O : array R -> array R) (ns : index) (g : array R) (entries : list (index * R)) : Prop :=
  exists G, is_gradient O ns g G /\ map (fun i => (i, G i)) (map fst entries) = entries.

(* Lists of entries are equal where the entries are. *)
Lemma entries_ext ns asked (G G' : index -> R) entries :
  forallb (fun i => inside i ns) asked = true -> (forall i, inside i ns = true -> G i = G' i) ->
  map (fun i => (i, G' i)) asked = entries -> map (fun i => (i, G i)) (map fst entries) = entries.
Proof.
  rewrite forallb_forall; intros Hin H <-; rewrite !map_map; cbn [fst].
  apply map_ext_in; intros i Hi; now rewrite H by auto.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂X there. *)
Theorem input_certificate L asked (printed : (index -> R) -> (index -> R) -> list (index * R)) f g bias :
  layer_ok L && forallb (fun i => inside i (input_shape L)) asked = true ->
  (forall G F, map (fun i => (i, products G F (input_terms L i))) asked = printed G F) ->
  shape f = weight_shape L -> shape g = output_shape L ->
  gradient_has (fun x => layer_forward L x f bias) (input_shape L) g (printed (get g) (get f)).
Proof.
  intros Hok H Hf Hg; apply andb_prop in Hok; destruct Hok as [Hok Hin]; apply layer_ok_spec in Hok.
  exists (layer_grad_input L f g); split; [now apply layer_input_gradient|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _ _); intros; now apply input_entry.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂F there. *)
Theorem weight_certificate L asked (printed : (index -> R) -> (index -> R) -> list (index * R)) x g bias :
  layer_ok L && forallb (fun i => inside i (weight_shape L)) asked = true ->
  (forall G X, map (fun i => (i, products G X (weight_terms L i))) asked = printed G X) ->
  shape x = input_shape L -> shape g = output_shape L ->
  gradient_has (fun f => layer_forward L x f bias) (weight_shape L) g (printed (get g) (get x)).
Proof.
  intros Hok H Hx Hg; apply andb_prop in Hok; destruct Hok as [Hok Hin]; apply layer_ok_spec in Hok.
  exists (layer_grad_weight L x g); split; [now apply layer_filter_gradient|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _ _); intros; now apply weight_entry.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂b there. *)
Theorem bias_certificate L asked (printed : (index -> R) -> list (index * R)) x f g :
  forallb (fun i => inside i (bias_shape L)) asked = true ->
  (forall G, map (fun i => (i, total (map G (bias_terms L i)))) asked = printed G) ->
  shape g = output_shape L ->
  gradient_has (fun bias => layer_forward L x f bias) (bias_shape L) g (printed (get g)).
Proof.
  intros Hin H Hg; exists (layer_grad_bias L g); split; [now apply layer_bias_gradient|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _); intros; now apply bias_entry.
Qed.

(* If computing the terms of a phase gives the list printed, then that is its closed form, whatever the input sizes. *)
Theorem phase_certificate L f g b c phase js terms :
  phase_terms (axes L) phase = terms ->
  exists_layer L -> shape f = weight_shape L -> shape g = output_shape L ->
  length phase = length (axes L) -> length js = length (axes L) ->
  inside (b :: c :: phase +v map stride (axes L) *v js) (input_shape L) = true ->
  layer_grad_input L f g (b :: c :: phase +v map stride (axes L) *v js) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    total (map (fun pair => g.[b :: o :: fst pair +v js] ⊗ f.[o :: weight_channel L c :: snd pair]) terms)).
Proof.
  intros <- HL Hf Hg Hp Hj Hi; rewrite layer_input_phase by auto.
  apply sum_ext; intros o' _; cbv zeta; unfold phase_terms; rewrite map_map, total_filter, total_box; reflexivity.
Qed.
End Entries.
