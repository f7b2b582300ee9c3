// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A formula that reads rows goes in, a file of C99 comes out: one function over a row for the value and
// the vector-Jacobian product, each a block of passes; see c_row_block.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <ogive/calculus/programs.hpp>
#include <ogive/print/c_names.hpp>
#include <ogive/print/c_operations.hpp>
#include <ogive/print/c_row_block.hpp>
#include <ogive/print/c_unit.hpp>

namespace ogive::detail {

/// A file for rows, from the program of a formula's value and what its kernels run.
template <class V>
class c_row_file {
 public:
  /// The name must live as long as this.
  c_row_file(const program& value, planned_program run_value, planned_program run_gradients, std::string_view function)
      : value_(value),
        run_value_(std::move(run_value)),
        run_gradients_(std::move(run_gradients)),
        function_(function),
        operations_(function) {
    c_names names(function, " t r sum max column pick ");
    const program& all = run_gradients_.steps;
    for (const std::string_view name : all.inputs) names_.symbols.push_back(names.take(name));
    for (const parameter_slot& p : all.parameters) names_.symbols.push_back(names.take(p.name));
    for (std::size_t r = 0; r != results(); ++r)
      outputs_.push_back(names.take(r == 0 ? "value" : std::string("value_") + std::to_string(r + 1)));
    for (std::size_t s = 0; s != names_.symbols.size(); ++s) {
      if (!is_upstream(s)) outputs_.push_back(names.take(std::string("d_") + std::string(names_.symbols[s])));
    }
    names_.columns = names.take("columns");
    names_.index = names.take("j");
    value_names_ = {{}, names_.columns, names_.index};
    for (std::size_t s = 0; s != names_.symbols.size(); ++s) {
      if (is_upstream(s)) continue;
      value_names_.symbols.push_back(names_.symbols[s]);
      order_.push_back(s);
    }
    for (std::size_t r = 0; r != results(); ++r) order_.push_back(inputs() + r);
  }

  std::string print() {
    std::string body = c_row_block<V>(run_value_, operations_, function_, value_names_).print(outputs_, 0);
    body += c_row_block<V>(run_gradients_, operations_, function_, names_).print(outputs_, results());
    std::string unused;
    const auto use = [&](const std::string& name) {
      if (!mentions(body, name)) unused += std::string("(void)") + name + ";\n";
    };
    use(names_.columns);
    for (const std::size_t s : order_) use(std::string(names_.symbols[s]));
    return c_unit(function_, comment(), "#include <stddef.h>\n",
                  operations_.definitions() + declaration() + "\n{\n" + indented(unused + body) + "}\n");
  }

 private:
  program value_;
  planned_program run_value_, run_gradients_;
  std::string_view function_;
  c_operations<V> operations_;
  c_row_names names_, value_names_;  // the upstream gradients are symbols of the gradients only
  list<std::size_t> order_;          // of the symbols as arguments: the upstream gradients come last
  word_list outputs_;                // the values, then the gradients by each input and parameter

  [[nodiscard]] std::size_t results() const { return value_.results.size(); }
  [[nodiscard]] std::size_t inputs() const { return value_.inputs.size(); }
  [[nodiscard]] bool is_upstream(std::size_t symbol) const {
    return inputs() <= symbol && symbol < inputs() + results();
  }
  [[nodiscard]] bool is_parameter(std::size_t symbol) const { return inputs() + results() <= symbol; }
  /// Has the value, and so its upstream, a number for each column?
  [[nodiscard]] bool is_in_each_column(std::size_t result) const {
    return ((run_value_.in_each_column >> result) & 1) != 0;
  }

  static bool mentions(const std::string& code, const std::string& name) {
    const auto is_in_word = [&](std::size_t at) {
      return at < code.size() && (is_letter(code[at]) || is_digit(code[at]) || code[at] == '_');
    };
    for (std::size_t at = code.find(name); at != std::string::npos; at = code.find(name, at + 1)) {
      if ((at == 0 || !is_in_word(at - 1)) && !is_in_word(at + name.size())) return true;
    }
    return false;
  }

  [[nodiscard]] std::string declaration() const {
    c_declaration out("void ", function_);
    out.add("size_t ", names_.columns);
    for (const std::size_t s : order_) {
      const bool is_number = is_parameter(s) || (is_upstream(s) && !is_in_each_column(s - inputs()));
      out.add(is_number ? "double " : "const double *", names_.symbols[s]);
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) out.add("double *", outputs_[k]);
    return out.text();
  }

  /// What the function computes, in the names of its arguments.
  [[nodiscard]] std::string comment() const {
    constexpr const char* each = ", a number for each column";
    const program gradients = vector_jacobian_product(value_, every_symbol(value_), 0);
    std::string out = std::string("/* ") + declaration() + ";\n *\n * One row of a matrix.\n * " + names_.columns +
                      ": how many numbers the row has, at least one\n";
    for (const std::size_t s : order_) {
      out += std::string(" * ") + std::string(names_.symbols[s]);
      if (is_parameter(s)) {
        out += std::string(": a parameter, at first ") + c_number(value_.parameters[s - inputs() - results()].initial) +
               "\n";
      } else if (is_upstream(s)) {
        const std::size_t r = s - inputs();
        out += std::string(": the gradient that arrives at ") + std::string(outputs_[r]);
        out += std::string(is_in_each_column(r) ? each : "") + "; read for derivatives only\n";
      } else {
        out += std::string(": an input") + each + "\n";
      }
    }
    for (std::size_t k = 0; k != outputs_.size(); ++k) {
      const bool is_value = k < results(), is_number = is_value ? !is_in_each_column(k) : k >= results() + inputs();
      out +=
          " * " + std::string(is_number ? "*" : "") + std::string(outputs_[k]) + (is_value ? ": " : ": the gradient, ");
      out += is_value ? formula_text(value_, value_names_.symbols, k)
                      : formula_text(gradients, names_.symbols, k - results());
      out += "\n";
    }
    return out + " * A null pointer asks for nothing. What is written lies apart from all else.\n */\n";
  }
};

template <const auto& Program>
struct row_program_for_doubles {
  constexpr program operator()() const { return for_doubles(thaw(Program)); }
};
template <const auto& Program>
inline constexpr auto double_program = freeze<row_program_for_doubles<Program>{}>();

/// The file of a formula. Parameters have one value each; every input has a gradient in each column.
template <class V, auto F>
c_row_file<V> row_file_of(std::string_view function) {
  constexpr std::uint64_t inputs = (std::uint64_t{1} << program_of<F>.inputs.size()) - 1;
  return {thaw(program_of<F>), planned_program::of<double_program<row_program<F, 0>>>(0),
          planned_program::of<double_program<row_gradient_program<F, 0>>>(inputs), function};
}

}  // namespace ogive::detail
