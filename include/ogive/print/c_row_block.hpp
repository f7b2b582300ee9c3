// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A row program with its plan goes in, a block of C comes out: a loop for each pass over the columns of
// a row, reductions as accumulators, what the row has one of in between, as kernel/run_rows.hpp executes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <ogive/calculus/rows.hpp>
#include <ogive/print/c_names.hpp>
#include <ogive/print/c_operations.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// A row program with its plan, as a value of one type for all sizes.
struct planned_program {
  program steps;
  list<bool> varies;
  list<int> level;
  int passes = 1;
  std::uint64_t in_each_column = 0;
  list<bool> needed;  // by pass, then by row_pick in their order; each a flag for every step

  template <const auto& Program>
  static planned_program of(std::uint64_t columns) {
    const auto plan = plan_rows<Program>(0, columns);
    planned_program p;
    p.steps = thaw(Program);
    p.passes = plan.passes;
    p.in_each_column = plan.in_each_column;
    const auto append = [&](const auto& flags) {
      for (const bool flag : flags) p.needed.push_back(flag);
    };
    for (int pass = 0; pass != plan.passes; ++pass) append(plan.needed(Program, pass));
    for (std::size_t k = 0; k != Program.code.size(); ++k) {
      p.varies.push_back(plan.varies[k]);
      p.level.push_back(plan.level[k]);
      if (Program.code[k].op == operation::row_pick)
        append(plan.needed_for_pick(Program, static_cast<program::position>(k)));
    }
    return p;
  }
};

/// The arguments of a function over a row, and the variable of its loops.
struct c_row_names {
  word_list symbols;  // the inputs, the upstream of each result, the parameters
  std::string columns, index;
};

inline std::string indented(const std::string& lines) {
  std::string out;
  bool begins = true;
  for (const char c : lines) {
    if (begins) out += "  ";
    out += c;
    begins = c == '\n';
  }
  return out;
}

/// The code of one row program, from the loads to the stores. The constants of a row are `r0`, `r1`, …, those of a
/// column `t0`, `t1`, ….
template <class V>
class c_row_block {
 public:
  /// All must live as long as this.
  c_row_block(const planned_program& p, c_operations<V>& operations, std::string_view function,
              const c_row_names& names)
      : plan_(p), operations_(operations), function_(function), names_(names), row_(function, 'r') {
    values_.assign(p.steps.code.size(), V());
  }

  /// The block; result r goes to outputs[first + r], if that is no null pointer.
  std::string print(const word_list& outputs, std::size_t first) {
    const std::size_t count = plan_.steps.results.size();
    const auto store = [&](std::size_t r, const std::string& place, c_body& body) {
      const std::string output(outputs[first + r]);
      const std::string guard = count == 1 ? "" : std::string("if (") + output + ") ";
      return std::string("  ") + guard + place + " = " + operand(plan_.steps.results[r], body).text() + ";\n";
    };
    for (int pass = 0; pass != plan_.passes; ++pass) {
      once_for_row(pass);
      for_each_column(pass, [&](c_body& body) {
        std::string stores;
        for (std::size_t r = 0; r != count; ++r) {
          if (is_in_each_column(r)) stores += store(r, std::string(outputs[first + r]) + at_index(), body);
        }
        return stores;
      });
    }
    once_for_row(plan_.passes);
    std::string condition;
    for (std::size_t r = 0; r != count; ++r) {
      if (!is_in_each_column(r)) code_ += store(r, std::string("*") + std::string(outputs[first + r]), row_);
      condition += (r == 0 ? "" : " || ") + std::string(outputs[first + r]);
    }
    return count == 0 ? "" : std::string("if (") + condition + ") {\n" + code_ + "}\n";
  }

 private:
  using position = program::position;

  const planned_program& plan_;
  c_operations<V>& operations_;
  std::string_view function_;
  const c_row_names& names_;
  c_body row_;
  list<V> values_;  // by step: of the row, or of the columns of the present loop
  std::string code_;
  int count_ = 0;  // of reductions and picks

  [[nodiscard]] const list<instruction>& code() const { return plan_.steps.code; }
  [[nodiscard]] bool is_in_each_column(std::size_t result) const { return ((plan_.in_each_column >> result) & 1) != 0; }
  [[nodiscard]] std::string at_index() const { return std::string("[") + names_.index + "]"; }
  [[nodiscard]] std::string symbol(std::size_t slot) const { return std::string(names_.symbols[slot]); }

  V line(c_body& body, const std::string& expression) {
    return {body, body.line(c_body::type::number, expression, {-1, -1, -1, -1})};
  }

  /// The value of a step in a body; what belongs to the row is an argument of its loops.
  V operand(position at, c_body& body) {
    const V v = values_[static_cast<std::size_t>(at)];
    if (v.body == &body) return v;
    return v.line < 0 ? V(body, v.value()) : V(body, body.argument(v.text()));
  }
  std::array<V, 4> operands(const instruction& i, c_body& body) {
    std::array<V, 4> a{};
    for (std::size_t k = 0; k != static_cast<std::size_t>(arity(i.op)); ++k) a[k] = operand(i.arguments[k], body);
    return a;
  }

  /// The steps of one level that are one number for the row.
  void once_for_row(int level) {
    std::size_t picks = 0;
    for (std::size_t k = 0; k != code().size(); ++k) {
      const instruction& i = code()[k];
      const auto slot = static_cast<std::size_t>(i.arguments[0]);
      if (i.op == operation::row_pick) ++picks;
      if (plan_.varies[k] || plan_.level[k] != level || is_reduction(i.op)) continue;
      switch (i.op) {
        case operation::parameter: values_[k] = V(row_, row_.argument(symbol(plan_.steps.inputs.size() + slot))); break;
        case operation::row_input: values_[k] = V(row_, row_.argument(symbol(slot))); break;
        case operation::row_size: values_[k] = line(row_, std::string("(double)") + names_.columns); break;
        case operation::row_pick: values_[k] = picked(i, picks - 1); break;
        default: values_[k] = operations_.step(i, operands(i, row_), row_);
      }
    }
    code_ += row_.new_declarations();
  }

  /// The steps that a set needs in each column.
  void for_columns(c_body& body, std::size_t set) {
    for (std::size_t k = 0; k != code().size(); ++k) {
      if (!plan_.needed[set * code().size() + k]) continue;
      const instruction& i = code()[k];
      if (i.op == operation::input) {
        values_[k] = line(body, symbol(static_cast<std::size_t>(i.arguments[0])) + at_index());
      } else if (i.op == operation::at_column) {
        const std::array<V, 4> a = operands(i, body);
        values_[k] = choose(equal(line(body, std::string("(double)") + names_.index), a[0]), a[1], a[2]);
      } else {
        values_[k] = operations_.step(i, operands(i, body), body);
      }
    }
  }

  /// The loop of a pass; in the last one with `stores(body)` at its end.
  template <class Stores>
  void for_each_column(int pass, Stores stores) {
    c_body body(function_, 't');
    for_columns(body, static_cast<std::size_t>(pass));
    std::string accumulators, additions;
    for (std::size_t k = 0; k != code().size(); ++k) {
      const instruction& i = code()[k];
      if (!is_reduction(i.op) || plan_.level[k] != pass + 1) continue;
      const std::string u = operand(i.arguments[0], body).text(), number = std::to_string(count_++);
      if (i.op == operation::row_sum) {
        accumulators += std::string("  double sum") + number + " = 0.0;\n";
        additions += std::string("  sum") + number + " += " + u + ";\n";
      } else {
        accumulators += std::string("  double max") + number + " = -INFINITY;\n";
        if (i.op == operation::row_argmax) {
          accumulators += std::string("  double column") + number + " = 0.0;\n";
          additions += std::string("  if (max") + number + " < " + u + ") column" + number + " = (double)" +
                       names_.index + ";\n";
        }
        additions += std::string("  if (max") + number + " < " + u + " || " + u + " != " + u + ") max" + number +
                     " = " + u + ";\n";
      }
      const char* const result = i.op == operation::row_sum ? "sum" : i.op == operation::row_max ? "max" : "column";
      values_[k] = V(row_, row_.argument(result + number));
    }
    if (pass == plan_.passes - 1) additions += stores(body);
    if (additions.empty()) return;
    code_ += accumulators + "  for (size_t " + names_.index + " = 0; " + names_.index + " != " + names_.columns +
             "; ++" + names_.index + ") {\n" + indented(body.new_declarations() + additions) + "  }\n";
  }

  /// u in one column.
  V picked(const instruction& i, std::size_t pick) {
    const std::string name = std::string("pick") + std::to_string(count_++);
    const std::string column = operand(i.arguments[1], row_).text();
    code_ += row_.new_declarations();
    c_body body(function_, 't');
    for_columns(body, static_cast<std::size_t>(plan_.passes) + pick);
    const std::string u = operand(i.arguments[0], body).text();
    code_ += std::string("  double ") + name + ";\n  {\n    const size_t " + names_.index + " = (size_t)" + column +
             ";\n" + indented(body.new_declarations() + "  " + name + " = " + u + ";\n") + "  }\n";
    return {row_, row_.argument(name)};
  }
};

}  // namespace ogive::detail
