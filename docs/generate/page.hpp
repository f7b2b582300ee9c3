// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An activation with its paragraph goes in, its section of the catalogue comes out; all of them make the page.
#pragma once

#include <sstream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ogive/calculus/backward_needs.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/print/latex.hpp>
#include <ogive/print/text.hpp>

#include "accuracy.hpp"
#include "curve.hpp"
#include "source.hpp"

namespace ogive::document {

/// What a printer makes of a program.
inline std::string printed(const program& p, detail::printer print) {
  detail::sink counted;
  print(detail::program_view(p), counted);
  std::string characters(counted.size, ' ');
  detail::sink written{characters.data()};
  print(detail::program_view(p), written);
  return characters;
}
/// As HTML, with nothing that Markdown would read as its own.
inline std::string escaped(std::string_view text) {
  std::string t;
  for (const char c : text) {
    if (c == '<') t += "&lt;";
    else if (c == '>') t += "&gt;";
    else if (c == '*') t += "&#42;";
    else if (c == '_') t += "&#95;";
    else t += c;
  }
  return t;
}

/// `label` and the program in a list; what is long is folded.
inline std::string item(const std::string& label, const program& p) {
  constexpr std::size_t longest = 300;
  const std::string text = printed(p, &detail::print_text);
  if (text.size() <= longest) return "* " + label + " `" + text + "`\n";
  return "* " + label + " <details><summary>" + std::to_string(text.size()) + " characters</summary><code>" +
         escaped(text) + "</code></details>\n";
}

/// The operations of a program as it runs, and which of them are dear.
struct operation_counts {
  int all = 0, divisions = 0, functions = 0;

  explicit operation_counts(const program& p) {
    std::set<program::position> exponents, squares;  // exponentials of one argument are one function
    for (const instruction& i : executable(p).code) {
      if (arity(i.op) == 0) continue;
      ++all;
      switch (i.op) {
        case operation::divide:
        case operation::sqrt: ++divisions; break;
        case operation::abs:
        case operation::sign:
        case operation::floor: break;
        case operation::exp:
        case operation::expm1:
        case operation::exp_of_sum:
        case operation::expm1_of_sum:
        case operation::one_plus_exp:
        case operation::one_plus_exp_of_sum:
        case operation::half_exp: exponents.insert(i.arguments[0]); break;
        case operation::self_gated_exp:
        case operation::times_exp:
        case operation::times_exp_of_sum:
        case operation::times_rest_of_exp:
        case operation::times_rest_of_exp_of_sum: exponents.insert(i.arguments[1]); break;
        case operation::half_gaussian: squares.insert(i.arguments[0]); break;
        case operation::self_gated_gaussian:
        case operation::times_gaussian:
        case operation::times_rest_of_gaussian: squares.insert(i.arguments[1]); break;
        case operation::normal_tail:
        case operation::log1p_of_decay:
        case operation::exp_of_minus_exp: ++functions; break;
        default: functions += rule_of(i.op).name.empty() ? 0 : 1;
      }
    }
    functions += static_cast<int>(exponents.size() + squares.size());
  }
  /// 11 (1 ƒ, 2 ÷), with spaces at which no line is broken.
  [[nodiscard]] std::string text() const {
    const std::string space = "\u00a0";
    std::string dear;
    if (functions != 0) dear += std::to_string(functions) + space + "ƒ";
    if (divisions != 0) dear += (dear.empty() ? "" : "," + space) + std::to_string(divisions) + space + "÷";
    return std::to_string(all) + (dear.empty() ? "" : space + "(" + dear + ")");
  }
};

/// All that the page says of an activation.
class section {
 public:
  section(const record& r, paragraph above, const std::vector<maximum>& errors)
      : record_(&r),
        above_(std::move(above)),
        curve_(r),
        kinks_(kinks_of(curve_)),
        value_(exact_program(r)),
        accuracy_(accuracy_of(r.name, errors)) {}

  [[nodiscard]] std::string name() const { return std::string(record_->name); }
  [[nodiscard]] const family& of() const { return above_.of; }
  [[nodiscard]] const curve& plot() const { return curve_; }
  [[nodiscard]] const std::vector<kink>& kinks() const { return kinks_; }

  /// Its line in the table of contents.
  [[nodiscard]] std::string line() const {
    const std::size_t equals = above_.formula.find(" = ");
    return "| [" + name() + "](#" + name() + ") | " + markdown(above_.formula.substr(equals + 3)) + " | " +
           std::string(needs().first) + " | " + counts_of_value().text() + " | " + counts_of_both().text() + " | " +
           accuracy_.value + " | " + accuracy_.slope + " |\n";
  }

  [[nodiscard]] std::string text() const {
    std::ostringstream t;
    t << "### " << name() << "\n\n";
    t << "<img align=\"right\" width=\"340\" src=\"catalogue/" << name() << ".svg\" alt=\"" << name()
      << " and its derivative\">\n\n";
    put_formula(t);
    t << markdown(above_.prose) << "\n\n" << item("**formula**", value_);
    for (std::size_t k = 0; k != inputs(); ++k)
      t << item("**by " + std::string(record_->inputs[k]) + "**",
                derivative_program(*record_, {operation::input, static_cast<int>(k)}));
    for (std::size_t k = 0; k != record_->parameters.size(); ++k) {
      const parameter_slot& p = record_->parameters[k];
      t << item("**by " + std::string(p.name) + "**, at first " + prose_number(static_cast<real>(p.initial), 8) + ":",
                derivative_program(*record_, {operation::parameter, static_cast<int>(k)}));
    }
    put_kinks(t);
    const auto [fixed, learned] = needs();
    t << "* **backward keeps** " << fixed;
    if (!learned.empty()) t << "; with learned parameters " << learned;
    t << "\n* **operations** " << counts_of_value().text()
      << (record_->over_rows ? ", backward " : ", with the derivative" + std::string(inputs() == 1 ? " " : "s "))
      << counts_of_both().text() << "\n";
    t << "* **greatest error** of f " << accuracy_.value << " ULP, of f′ " << accuracy_.slope << " ULP\n\n";
    t << "<br clear=\"all\">\n\n";
    return t.str();
  }

 private:
  const record* record_;
  paragraph above_;
  curve curve_;
  std::vector<kink> kinks_;
  program value_;
  accuracy accuracy_;

  [[nodiscard]] std::size_t inputs() const { return record_->inputs.size(); }

  [[nodiscard]] operation_counts counts_of_value() const { return operation_counts(value_); }
  /// Of a row formula: its backward pass.
  [[nodiscard]] operation_counts counts_of_both() const {
    if (record_->over_rows)
      return operation_counts(
          vector_jacobian_product(value_, detail::every_symbol(value_, false), one_for_all_columns));
    return operation_counts(detail::with_derivatives(value_, detail::beside_value::input_derivatives));
  }

  /// \operatorname{swish}(x)
  [[nodiscard]] std::string left_side(std::string_view prime) const {
    std::string t = "\\operatorname{";
    for (const char c : name()) t += c == '_' ? "\\_" : std::string(1, c);
    t += "}" + std::string(prime) + "(";
    for (std::size_t k = 0; k != inputs(); ++k)
      t += (k == 0 ? "" : ", ") + (record_->inputs[k].size() == 1 ? std::string(record_->inputs[k])
                                                                  : "\\text{" + std::string(record_->inputs[k]) + "}");
    return t + (record_->over_rows && !record_->one_for_each_row ? ")_i" : ")");
  }

  /// The formula, and the derivative of one input if it is short, for GitHub's mathematics; what is too long for a line
  /// is as the paragraph has it.
  void put_formula(std::ostringstream& t) const {
    constexpr std::size_t longest = 330, longest_derivative = 220;
    const std::string value = printed(value_, &detail::print_latex);
    if (value.size() > longest) {
      t << "**" << markdown(above_.formula) << "**\n\n";
      return;
    }
    std::string slope;
    if (!record_->over_rows && inputs() == 1) slope = printed(derivative_program(*record_, by_x), &detail::print_latex);
    if (slope.empty() || slope.size() > longest_derivative) {
      t << "```math\n" << left_side("") << " = " << value << "\n```\n\n";
      return;
    }
    t << "```math\n\\begin{aligned} " << left_side("") << " &= " << value << " \\\\ " << left_side("'")
      << " &= " << slope << " \\end{aligned}\n```\n\n";
  }

  /// What backward keeps: with the parameters fixed, and with learned ones if that is more.
  [[nodiscard]] std::pair<std::string_view, std::string_view> needs() const {
    static constexpr std::string_view words[] = {"nothing", "one bit", "output", "input"};
    const auto learned = static_cast<std::size_t>(needs_of(value_));
    const auto fixed = static_cast<std::size_t>(needs_of(with_initial_values(value_)));
    return {words[fixed], learned == fixed ? "" : words[learned]};
  }

  void put_kinks(std::ostringstream& t) const {
    if (kinks_.empty()) return;
    std::string smooth;
    std::vector<std::string> sharp;
    for (const kink& k : kinks_) {
      if (k.is_smooth()) {
        smooth += (smooth.empty() ? "" : ", ") + prose_number(k.x);
        continue;
      }
      std::string s = "at " + prose_number(k.x) + ": ";
      if (k.jumps()) s += "f jumps from " + prose_number(k.value_left) + " to " + prose_number(k.value_right) + ", ";
      sharp.push_back(s + "f′ from " + prose_number(k.left) + " to " + prose_number(k.right) + ", chosen " +
                      prose_number(k.chosen));
    }
    t << "* **kinks** ";
    for (const std::string& s : sharp) t << (&s == &sharp.front() ? "" : "; ") << s;
    if (sharp.empty()) t << "none";
    if (!smooth.empty()) t << (sharp.empty() ? ": " : "; ") << "pieces meet with one derivative at " << smooth;
    t << "\n";
  }
};

inline constexpr std::string_view introduction =
#include "introduction.inc"
    ;
inline constexpr std::string_view functions_introduction = R"(
**Functions**: the greatest errors of the functions of the language.

)";

/// The whole page.
inline std::string page_of(const std::vector<section>& sections, const std::vector<maximum>& errors) {
  std::string page(introduction), body;
  const family* last = nullptr;
  for (const section& s : sections) {
    if (last == nullptr || last->file != s.of().file) {
      page += "\n**[" + s.of().title + "](../include/ogive/activations/" + s.of().file +
              ")**: " + markdown(s.of().sentence) +
              "\n\n| name | formula | keeps | f | f, f′ | error | of\u00a0f′ |\n|:--|:--|:--|--:|--:|--:|--:|\n";
      body += "\n## " + s.of().title + "\n\n";
    }
    last = &s.of();
    page += s.line();
    body += s.text();
  }
  page += std::string(functions_introduction) + table_of_functions(errors);
  return page + body;
}

}  // namespace ogive::document
