// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula goes in, what the rewrite rules did to it comes out as text, a line for each step:
// `log(1 + exp(x)) = softplus(x)  [stable]`. The passes keep no record: what a step was and became is compared.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ogive/calculus/programs.hpp>
#include <ogive/print/sink.hpp>
#include <ogive/print/text.hpp>

namespace ogive {
namespace detail {

/// Prints which instructions of a program a pass replaces, and by what.
class rewrite_printer {
 public:
  using position = program::position;

  constexpr explicit rewrite_printer(sink& out) : out_(&out) {}

  /// The rules of a program's set, before it is prepared for running.
  constexpr void print_rules(const program& from) {
    if (from.rules == rewriting::none || rewrite_exactly(from).code == without_dead_code(from).code) return;
    program to = from.fresh();
    exact_rewriter writer(to);
    list<position> moved;
    for (const instruction& step : from.code) {
      const instruction before = relocated(step, moved);
      program exact = to;
      exact.rules = rewriting::exact;
      const position after = writer.emit(before);
      const bool is_exact = exact[exact_rewriter(exact).emit(before)] == to[after];
      print_step(to, before, after, is_exact ? rewriting::exact : rewriting::stable);
      moved.push_back(after);
    }
  }

  /// A pass with rules of one set.
  constexpr void print_pass(program from, program (*pass)(const program&), rewriting rules) {
    from.results = {};
    for (std::size_t i = 0; i != from.code.size(); ++i) from.results.push_back(static_cast<position>(i));
    const program to = pass(from);
    for (std::size_t i = 0; i != from.code.size(); ++i)
      print_step(to, relocated(from.code[i], to.results), to.results[i], rules);
  }

 private:
  sink* out_;

  constexpr void print_step(const program& to, const instruction& before, position after, rewriting rules) {
    if (reads_as(to[after], before)) return;
    program both = to;
    print_text(both, both.emit(before));
    out_->put(" = ");
    print_text(both, after);
    constexpr std::string_view labels[] = {"", "  [exact]\n", "  [stable]\n", "  [fast]\n"};
    out_->put(labels[static_cast<std::size_t>(rules)]);
  }
  /// The same instruction, up to the order of a sum's or product's operands and the kind of a choice.
  static constexpr bool reads_as(instruction a, const instruction& b) {
    if (a.op == operation::select_less) a.op = operation::where_less;
    if (a.op == operation::select_less_equal) a.op = operation::where_less_equal;
    if (a == b) return true;
    std::swap(a.arguments[0], a.arguments[1]);
    return a == b && (a.op == operation::add || a.op == operation::multiply);
  }
  constexpr void print_text(const program& p, position at) { text_printer(program_view(p), *out_).print(at); }
};

/// What is differentiated is rewritten first.
template <auto F, class Body, class Symbol>
constexpr void print_body(sink& out, std::type_identity<derivative<Body, Symbol>>);
template <auto F, class E>
constexpr void print_body(sink&, std::type_identity<E>) {}

template <auto F>
constexpr void print_rules_of(sink& out) {
  print_body<F>(out, std::type_identity<std::remove_cvref_t<decltype(F)>>{});
  rewrite_printer(out).print_rules(lower(F));
}
template <auto F, class Body, class Symbol>
constexpr void print_body(sink& out, std::type_identity<derivative<Body, Symbol>>) {
  print_rules_of<F.body>(out);
}

template <auto F>
constexpr void print_rewrites(sink& out) {
  print_rules_of<F>(out);
  const program exact = without_gradient_marks(thaw(program_of<F>));
  if (exact.rules < rewriting::stable) return;
  rewrite_printer steps(out);
  steps.print_pass(exact, &mend_cancellation, rewriting::stable);
  const program mended = mend_cancellation(exact);
  steps.print_pass(mended, &rewrite_stably, rewriting::stable);
  const program stable = rewrite_stably(mended);
  steps.print_pass(stable, &write_out_compositions, rewriting::stable);
  if (exact.rules < rewriting::fast) return;
  const program composed = write_out_compositions(stable);
  steps.print_pass(composed, &choose_fast_functions, rewriting::fast);
  steps.print_pass(write_out_basis(choose_fast_functions(composed)), &choose_fast_kernels, rewriting::fast);
}

template <auto F>
constexpr auto printed_rewrites() {
  constexpr std::size_t size = [] {
    sink counted;
    print_rewrites<F>(counted);
    return counted.size;
  }();
  std::array<char, size + 1> characters{};
  sink written{characters.data()};
  print_rewrites<F>(written);
  return characters;
}
template <auto F>
inline constexpr auto rewrites_storage = printed_rewrites<F>();

}  // namespace detail

/// What the rewrite rules did to a formula, a line for each step in the order of the steps, with the set that its rule
/// is of: `log(1 + exp(x)) = softplus(x)  [stable]`. First what `text<f>` shows the outcome of, of a derivative after
/// what was done to its body; then what the formula becomes when it runs. In the words of the language, and
/// `attenuate(u, v)`: u · v, and 0 where v is 0; `fast_exp(u)` and its like: exp(u) by a faster kernel.
template <auto F>
requires computable<std::remove_cvref_t<decltype(F)>>
inline constexpr std::string_view rewrites{detail::rewrites_storage<F>.data(), detail::rewrites_storage<F>.size() - 1};

}  // namespace ogive
