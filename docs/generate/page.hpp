// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An activation with its paragraph goes in, its section of the catalogue comes out; all of them make the page.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
inline std::string text_of(const program& p) { return '`' + printed(p, &detail::print_text) + '`'; }

/// The operations of a program as it runs, and which of them are dear.
struct operation_counts {
  int all = 0, divisions = 0, functions = 0;

  explicit operation_counts(const program& p) {
    for (const instruction& i : executable(p).code) {
      if (arity(i.op) == 0) continue;
      ++all;
      if (i.op == operation::divide || i.op == operation::sqrt) ++divisions;
      const bool computed = !rule_of(i.op).name.empty() && i.op != operation::sqrt && i.op != operation::abs &&
                            i.op != operation::sign && i.op != operation::floor;
      if (computed || i.op == operation::exp_of_sum || i.op == operation::expm1_of_sum) ++functions;
    }
  }
  [[nodiscard]] std::string text() const {
    std::string t = std::to_string(all);
    if (divisions + functions == 0) return t;
    t += " (";
    if (functions != 0) t += std::to_string(functions) + " ƒ";
    if (divisions != 0) t += std::string(functions != 0 ? ", " : "") + std::to_string(divisions) + " ÷";
    return t + ")";
  }
};

/// Rounded up to a tenth. The unit marks the figures that may differ a little between processors.
inline std::string ulp_text(const worst& w) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ULP",
                static_cast<double>(std::max(real{0}, std::ceil(w.error * 10 - 1e-6L)) / 10));
  return text;
}

/// All that the page says of an activation.
class section {
 public:
  section(const record& r, paragraph above)
      : record_(&r),
        above_(std::move(above)),
        curve_(r),
        kinks_(kinks_of(curve_)),
        value_(exact_program(r)),
        accuracy_(accuracy_of(r)) {}

  [[nodiscard]] std::string name() const { return std::string(record_->name); }
  [[nodiscard]] const family& of() const { return above_.of; }
  [[nodiscard]] const curve& plot() const { return curve_; }
  [[nodiscard]] const std::vector<kink>& kinks() const { return kinks_; }
  [[nodiscard]] const accuracy& errors() const { return accuracy_; }

  /// Its line in the table of contents.
  [[nodiscard]] std::string line() const {
    const std::size_t equals = above_.formula.find(" = ");
    return "| [" + name() + "](#" + name() + ") | " + markdown(above_.formula.substr(equals + 3)) + " | " +
           counts_of_value().text() + " | " + counts_of_both().text() + " | " + ulp_text(accuracy_.value) + " | " +
           ulp_text(accuracy_.slope) + " |\n";
  }

  [[nodiscard]] std::string text() const {
    std::ostringstream t;
    t << "### " << name() << "\n\n";
    t << "<img align=\"right\" width=\"340\" src=\"catalogue/" << name() << ".svg\" alt=\"" << name()
      << " and its derivative\">\n\n";
    t << "```math\n" << left_side() << " = " << printed(value_, &detail::print_latex) << "\n```\n\n";
    t << markdown(above_.prose) << "\n\n";
    t << "* **formula** " << text_of(value_) << "\n";
    for (std::size_t k = 0; k != record_->inputs.size(); ++k)
      t << "* **by " << record_->inputs[k] << "** "
        << text_of(derivative_program(*record_, {operation::input, static_cast<int>(k)})) << "\n";
    for (std::size_t k = 0; k != record_->parameters.size(); ++k)
      t << "* **by " << record_->parameters[k].name << "**, at first "
        << prose_number(static_cast<real>(record_->parameters[k].initial)) << ": "
        << text_of(derivative_program(*record_, {operation::parameter, static_cast<int>(k)})) << "\n";
    put_kinks(t);
    t << "* **operations** " << counts_of_value().text() << ", with the derivative" << (inputs() == 1 ? "" : "s") << ' '
      << counts_of_both().text() << "\n";
    t << "* **greatest error** of f " << ulp_text(accuracy_.value) << ", of f′ " << ulp_text(accuracy_.slope) << "\n\n";
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
  [[nodiscard]] std::string left_side() const {
    std::string t = "\\operatorname{";
    for (const char c : name()) t += c == '_' ? "\\_" : std::string(1, c);
    t += "}(";
    for (std::size_t k = 0; k != inputs(); ++k)
      t += (k == 0 ? "" : ", ") + (record_->inputs[k].size() == 1 ? std::string(record_->inputs[k])
                                                                  : "\\text{" + std::string(record_->inputs[k]) + "}");
    return t + (record_->over_rows && !record_->one_for_each_row ? ")_i" : ")");
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
      std::string s = "at " + prose_number(k.x);
      if (k.jumps())
        s += " the value jumps from " + prose_number(k.value_left) + " to " + prose_number(k.value_right) + ";";
      sharp.push_back(s + " f′ is " + prose_number(k.left) + " on the left, " + prose_number(k.right) +
                      " on the right; chosen is " + prose_number(k.chosen));
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

/// The whole page.
inline std::string page_of(const std::vector<section>& sections) {
  std::string page(introduction), body;
  const family* last = nullptr;
  for (const section& s : sections) {
    if (last == nullptr || last->file != s.of().file) {
      page += "\n**[" + s.of().title + "](../include/ogive/activations/" + s.of().file +
              ")**: " + markdown(s.of().sentence) +
              "\n\n| name | formula | f | f, f′ | error of f | of f′ |\n|:--|:--|--:|--:|--:|--:|\n";
      body += "\n## " + s.of().title + "\n\n";
    }
    last = &s.of();
    page += s.line();
    body += s.text();
  }
  return page + body;
}

}  // namespace ogive::document
