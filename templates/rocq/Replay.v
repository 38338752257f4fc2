(* How a derivation is replayed: these tactics walk to the place of a step and prove what its rule asks for.

   They are no part of what is believed: whatever they build, Rocq checks. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry Layer Entries Rules Starts.
Import ListNotations.
Open Scope Z_scope.

(* What brackets say, as inequalities and equations. *)
Ltac truths :=
  repeat match goal with
  | H : true = within _ _ |- _ => symmetry in H; apply within_spec in H
  | H : true = (_ =? _) |- _ => symmetry in H; apply Z.eqb_eq in H
  | H : within _ _ = true |- _ => apply within_spec in H
  | H : (_ =? _) = true |- _ => apply Z.eqb_eq in H
  | H : Forall (eq true) (_ :: _) |- _ => inversion_clear H
  | H : Forall (eq true) [] |- _ => clear H
  end.

(* A condition of a list is true if it holds. *)
Ltac holds := symmetry; first [apply within_spec | apply Z.eqb_eq].

(* A side condition where it is used. *)
Ltac follows side := cbv beta; first [apply side; first [assumption | lia] | lia].

(* A term with a bracket that does not hold is 0; where all hold, there must be a contradiction. *)
Ltac ends :=
  repeat match goal with |- context [if ?c then _ else zero] => destruct c eqn:?; [|ring] end; truths; exfalso.

(* A total of a few terms. *)
Ltac unrolled :=
  cbv [total map range seq fold_left Nat.add Z.to_nat Z.of_nat Pos.to_nat Pos.iter_op Pos.of_succ_nat Pos.succ].

(* A multiple of s leaves no rest. *)
Lemma divisible s u q : 0 < s -> u = s * q -> u mod s = 0 /\ u / s = q.
Proof. intros H ->; rewrite Z.mul_comm, Z.mod_mul, Z.div_mul by lia; auto. Qed.

(* A multiple of s leaves the quotient. *)
Lemma multiple_out s u w q : 0 < s -> u = w + q * s -> u / s = w / s + q.
Proof. intros H ->; now rewrite Z.div_add by lia. Qed.

(* A product between the first and the last step is that of an index. *)
Lemma step_back s i n : 0 < s -> 0 <= s * i <= s * (n - 1) -> 0 <= i < n.
Proof. nia. Qed.

(* An index that runs through one number is that number. *)
Lemma only_one i : 0 <= i < 1 -> i = 0.
Proof. lia. Qed.
Ltac alone := repeat match goal with H : 0 <= ?i < 1 |- _ => is_var i; apply only_one in H; subst i end.

(* A side condition, by arithmetic: a quotient is what division with remainder says; a product of a step and an index
   stays between the first and the last; a multiple is taken out of a quotient. *)
Ltac euclid_at u s :=
  let q := fresh "quot" in
  let r := fresh "rest" in
  pose proof (Z.div_mod u s ltac:(lia)); pose proof (Z.mod_pos_bound u s ltac:(lia));
  set (q := u / s) in *; set (r := u mod s) in *; clearbody q r.
Ltac euclid :=
  repeat match goal with
  | |- context [?u / ?s] => euclid_at u s
  | |- context [?u mod ?s] => euclid_at u s
  | _ : context [?u / ?s] |- _ => euclid_at u s
  | _ : context [?u mod ?s] |- _ => euclid_at u s
  end.
Ltac steps :=
  repeat match goal with
  | S : 0 <= ?s - 1 < ?s, H : 0 <= ?i < ?n |- _ =>
      lazymatch goal with
      | _ : 0 <= s * i <= _ |- _ => fail
      | _ : context [s * i] |- _ => pose proof (step_bounds s i n ltac:(lia) H)
      | |- context [s * i] => pose proof (step_bounds s i n ltac:(lia) H)
      end
  end.
Ltac multiples_out :=
  repeat match goal with
  | q : Z, _ : context [?u / ?s] |- context [?w / ?s] => rewrite (multiple_out s u w q) in * by lia
  | q : Z, _ : context [?w / ?s] |- context [?u / ?s] => rewrite (multiple_out s u w q) by lia
  end.
Ltac arithmetic :=
  intros; alone;
  first
  [ lia
  | match goal with
    | |- ?m = ?u / ?s => symmetry; apply (divisible s u m); lia
    | q : Z |- ?u mod ?s = 0 => apply (divisible s u q); lia
    end
  | progress multiples_out; lia
  | euclid; subst;
    first
    [ lia
    | steps; lia
    | match goal with _ : 0 <= ?s - 1 < ?s |- 0 <= ?i < ?n => apply (step_back s i n); lia end ] ].

(* Two indices that are written in different ways. *)
Ltac same_index :=
  first
  [ reflexivity
  | lia
  | match goal with
    | |- ?f _ = ?f _ => f_equal; same_index
    | |- ?f _ _ = ?f _ _ => f_equal; same_index
    end ].

(* Two terms that differ in how their indices are written. *)
Ltac alike :=
  cbv beta;
  lazymatch goal with
  | |- ?x = ?x => reflexivity
  | |- sum ?m _ = sum ?n _ => replace n with m by same_index; apply in_sum; intros; alike
  | |- (if ?b && true then _ else _) = _ => rewrite (andb_true_r b); alike
  | |- (if ?b && ?c then ?x else zero) = _ => rewrite (bracket_and b c x); alike
  | |- (if ?b then _ else zero) = (if ?c then _ else zero) =>
      replace c with b by same_index; apply in_bracket; intros _; alike
  | |- _ ⊗ _ = _ ⊗ _ => apply f_equal2; alike
  | |- _ ⊕ _ = _ ⊕ _ => apply f_equal2; alike
  | |- ?a ?is = ?a ?js => apply (f_equal a); same_index
  end.

(* The library's sums at the sizes of a layer, written out. *)
Ltac written_out the_layer :=
  cbv beta iota zeta delta [the_layer sums map outs ins axes batch_size groups same source zip inside input_channel
    output_channel weight_channel input_size kernel_size stride dilation before].

(* Group, and channel of the group. *)
Ltac channels :=
  repeat match goal with
  | H : 0 <= ?h < ?m, V : 0 <= ?v < ?n |- context [(?n * ?h + ?v) / ?n] =>
      rewrite (proj1 (channel_is h v n m H V))
  | H : 0 <= ?h < ?m, V : 0 <= ?v < ?n |- context [(?n * ?h + ?v) mod ?n] =>
      rewrite (proj1 (proj2 (channel_is h v n m H V)))
  | H : 0 <= ?h < ?m, V : 0 <= ?v < 1 |- context [(?h + ?v) / 1] =>
      rewrite (proj1 (channel_alone h v m H V))
  | H : 0 <= ?h < ?m, V : 0 <= ?v < 1 |- context [(?h + ?v) mod 1] =>
      rewrite (proj1 (proj2 (channel_alone h v m H V)))
  end.

(* An index that the hypotheses keep inside of a tensor. *)
Ltac tensor the_layer :=
  cbv beta iota zeta delta [the_layer input_shape weight_shape output_shape app map inside axes batch_size groups
    ins outs input_size kernel_size].
Ltac placed :=
  repeat match goal with |- _ && _ = true => apply andb_true_intro; split end;
  first [reflexivity | apply within_spec; lia | now apply channel_is | now apply channel_alone].
