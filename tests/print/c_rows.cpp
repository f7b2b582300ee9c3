// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The C of formulas that read rows: that of the whole catalogue is compiled once and compared, row by row, with the
// steps of the program taken in the order of the columns, and with map_rows and backward_rows, whose sums have another
// order, within what that order can change.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "laws/support.hpp"
#include "print/compiled_c.hpp"

using namespace ogive;
using namespace ogive::symbols;

namespace {

using row = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();
using row_call = void(std::size_t columns, const double* const* in, const double* parameters,
                      const double* const* upstream, double* const* out);

/// A printed function beside the programs that it was printed from.
struct row_function {
  std::string name, source;
  program value, gradients;
  std::vector<bool> in_each_column;  // by result

  template <auto F>
  static row_function of(std::string_view name) {
    static constexpr const auto& run = detail::row_program<F, 0>;
    const std::string function = "printed_" + std::string(name);
    row_function f{function, c_function<F>(function), thaw(run), thaw(detail::row_gradient_program<F, 0>), {}};
    const auto plan = detail::plan_rows<run>(0, 0);
    for (const program::position r : run.results) f.in_each_column.push_back(plan.varies[static_cast<std::size_t>(r)]);
    return f;
  }

  /// A function `call_…` behind the printed one, whose form is the same for all.
  [[nodiscard]] std::string adapter() const {
    const std::string head = "void call_" + name +
                             "(size_t columns, const double *const *in, const double *parameters, const double *const "
                             "*upstream, double *const *out)";
    std::ostringstream out;
    out << '\n' << head << ";\n" << head << "\n{\n  " << name << "(columns";
    for (std::size_t k = 0; k != value.inputs.size(); ++k) out << ", in[" << k << ']';
    for (std::size_t p = 0; p != value.parameters.size(); ++p) out << ", parameters[" << p << ']';
    for (std::size_t r = 0; r != in_each_column.size(); ++r) {
      if (in_each_column[r]) out << ", upstream[" << r << ']';
      else out << ", upstream[" << r << "] ? *upstream[" << r << "] : 0";
    }
    for (std::size_t k = 0; k != value.results.size() + gradients.results.size(); ++k) out << ", out[" << k << ']';
    out << ");\n  (void)parameters;\n}\n";
    return out.str();
  }

  /// How many numbers an output has: the values, then the gradients of inputs and of parameters.
  [[nodiscard]] std::size_t width(std::size_t output, std::size_t columns) const {
    const std::size_t values = in_each_column.size();
    if (output < values) return in_each_column[output] ? columns : 1;
    return output < values + value.inputs.size() ? columns : 1;
  }
};

class compiled_rows : public printed::compiled_c<row_call*> {
 public:
  explicit compiled_rows(const std::vector<row_function>& functions) : compiled_c(sources(functions)) {}

 private:
  static std::vector<printed::c_source> sources(const std::vector<row_function>& functions) {
    std::vector<printed::c_source> all;
    for (const row_function& f : functions) all.push_back({f.name, f.source + f.adapter()});
    return all;
  }
};

/// A number, and how far another order of the sums below it can move it.
struct bounded {
  double value = 0, error = 0;
};
using bounded_row = std::vector<bounded>;

/// How far apart; of a number and none without bound.
double change(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
  return std::isnan(a - b) ? infinity : std::abs(a - b);
}

/// A step on numbers; the error is that of each operand alone, carried through.
bounded applied(operation op, const std::array<bounded, 4>& operands) {
  std::array<double, 4> a{};
  for (std::size_t k = 0; k != 4; ++k) a[k] = operands[k].value;
  const auto run = [&] { return detail::interpret<double>(op, a[0], a[1], a[2], a[3]); };
  bounded result{run(), 0};
  for (std::size_t k = 0; k != static_cast<std::size_t>(arity(op)); ++k) {
    if (operands[k].error == 0) continue;
    double most = std::isfinite(operands[k].error) ? 0 : operands[k].error;
    for (const double e : {operands[k].error, -operands[k].error}) {
      a[k] = operands[k].value + e;
      most = std::max(most, change(run(), result.value));
    }
    a[k] = operands[k].value;
    result.error += most;
  }
  return result;
}

/// Σ of n terms in their order. Any two orders of finite terms differ by no more than 2·n·2⁻⁵³·Σ|term|. Infinite terms
/// of both signs have no bound: a compiler may fuse the product that a term is with the sum, and it overflows no more.
bounded summed(const bounded_row& terms) {
  bounded sum;
  double size = 0, errors = 0;
  bool rises = false, falls = false;
  for (const bounded& t : terms) {
    sum.value += t.value;
    errors += t.error;
    rises = rises || t.value == infinity;
    falls = falls || t.value == -infinity;
    if (std::isfinite(t.value)) size += std::abs(t.value);
  }
  sum.error = rises && falls ? infinity : errors + 2 * static_cast<double>(terms.size()) * 0x1p-53 * size;
  return sum;
}

bounded greatest(const bounded_row& terms, bool where) {
  double max = -infinity, column = 0, error = 0;
  for (std::size_t j = 0; j != terms.size(); ++j) {
    if (max < terms[j].value) column = static_cast<double>(j);
    if (max < terms[j].value || std::isnan(terms[j].value)) max = terms[j].value;
    error = std::max(error, terms[j].error);
  }
  return {where ? column : max, where ? 0 : error};
}

/// The results of a row program, step by step, each in all columns at once; one number for a row stands in every
/// column.
std::vector<bounded_row> run(const program& p, const std::vector<row>& inputs, const row& parameters, std::size_t n) {
  std::vector<bounded_row> values;
  for (const instruction& i : p.code) {
    const auto slot = static_cast<std::size_t>(i.arguments[0]);
    const auto operand = [&](std::size_t k) -> const bounded_row& {
      return values[static_cast<std::size_t>(i.arguments[k])];
    };
    bounded_row v(n);
    const auto fill = [&](bounded b) { v.assign(n, b); };
    switch (i.op) {
      case operation::number: fill({i.value}); break;
      case operation::number_error: fill({detail::error_of_number<double>(i.value)}); break;
      case operation::input:
        for (std::size_t j = 0; j != n; ++j) v[j].value = inputs[slot][j];
        break;
      case operation::row_input: fill({inputs[slot][0]}); break;
      case operation::parameter: fill({parameters[slot]}); break;
      case operation::row_size: fill({static_cast<double>(n)}); break;
      case operation::row_sum: fill(summed(operand(0))); break;
      case operation::row_max: fill(greatest(operand(0), false)); break;
      case operation::row_argmax: fill(greatest(operand(0), true)); break;
      case operation::row_pick: fill(operand(0)[static_cast<std::size_t>(operand(1)[0].value)]); break;
      case operation::at_column:
        for (std::size_t j = 0; j != n; ++j) v[j] = operand(static_cast<double>(j) == operand(0)[j].value ? 1 : 2)[j];
        break;
      default:
        for (std::size_t j = 0; j != n; ++j) {
          std::array<bounded, 4> a{};
          for (std::size_t k = 0; k != static_cast<std::size_t>(arity(i.op)); ++k) a[k] = operand(k)[j];
          v[j] = applied(i.op, a);
        }
    }
    values.push_back(v);
  }
  std::vector<bounded_row> results;
  for (const program::position r : p.results) results.push_back(values[static_cast<std::size_t>(r)]);
  return results;
}

/// A row's inputs, parameters and upstream gradients.
struct arguments {
  std::vector<row> in, upstream;
  row parameters;
};

/// Of three rows one is ordinary, one has whole numbers with ties, one has special numbers and numbers of any size
/// among the ordinary ones. Further inputs lie in [0, 1], often at an end.
arguments some_arguments(std::mt19937_64& random, const row_function& f, std::size_t columns, int turn) {
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto element = [&](bool further) {
    if (turn % 3 == 2 && random() % 4 == 0) return printed::argument(random, static_cast<int>(random() % 60));
    if (!further) return turn % 3 == 1 ? std::floor(uniform(-3, 4)) : uniform(-8, 8);
    return random() % 3 == 0 ? static_cast<double>(random() % 2) : uniform(0, 1);
  };
  arguments a;
  for (std::size_t k = 0; k != f.value.inputs.size(); ++k) {
    a.in.emplace_back();
    for (std::size_t j = 0; j != columns; ++j) a.in.back().push_back(element(k != 0));
  }
  for (std::size_t r = 0; r != f.in_each_column.size(); ++r) {
    a.upstream.emplace_back();
    for (std::size_t j = 0; j != (f.in_each_column[r] ? columns : 1); ++j) a.upstream.back().push_back(element(false));
  }
  for (const parameter_slot& p : f.value.parameters)
    a.parameters.push_back(turn % 2 == 0 ? p.initial : p.initial + uniform(0, 1));
  return a;
}

std::vector<const double*> pointers(const std::vector<row>& rows) {
  std::vector<const double*> p;
  for (const row& r : rows) p.push_back(r.data());
  return p;
}

/// The outputs of the C, all of them or one alone. What is not asked for stays empty; its upstream is not there.
std::vector<row> call(const row_function& f, row_call* function, const arguments& a, std::size_t columns,
                      int only = -1) {
  const std::size_t values = f.in_each_column.size(), outputs = values + f.gradients.results.size();
  std::vector<row> out(outputs);
  std::vector<double*> to(outputs);
  bool derives = false;
  for (std::size_t k = 0; k != outputs; ++k) {
    if (only >= 0 && k != static_cast<std::size_t>(only)) continue;
    out[k].assign(f.width(k, columns), -77);
    to[k] = out[k].data();
    derives = derives || k >= values;
  }
  const auto upstream = derives ? pointers(a.upstream) : std::vector<const double*>(values);
  function(columns, pointers(a.in).data(), a.parameters.data(), upstream.data(), to.data());
  return out;
}

/// The same outputs by the kernels.
std::vector<row> call(const catalogue::record& r, const arguments& a, std::size_t columns) {
  std::vector<row> out(1, row(r.one_for_each_row ? 1 : columns));
  double* const value = out[0].data();
  r.for_double.map_rows(pointers(a.in).data(), &value, 1, columns, a.parameters.data());
  std::vector<double*> gradients;
  for (std::size_t k = 0; k != a.in.size(); ++k) out.emplace_back(columns);
  for (std::size_t k = 0; k != a.in.size(); ++k) gradients.push_back(out[1 + k].data());
  row of_parameters(a.parameters.size());
  r.for_double.backward_rows(pointers(a.in).data(), a.upstream[0].data(), gradients.data(), 1, columns,
                             a.parameters.data(), of_parameters.data());
  for (const double g : of_parameters) out.push_back({g});
  return out;
}

/// Compares the C with the steps in order, and with the kernels where there are some.
void compare(const row_function& f, row_call* function, const catalogue::record* record, int rows_of_a_length) {
  std::mt19937_64 random(20261124);
  int bound = 0, asked = 0;
  for (std::size_t columns = 1; columns <= 40; ++columns) {
    for (int turn = 0; turn != rows_of_a_length; ++turn) {
      const arguments a = some_arguments(random, f, columns, turn);
      const std::vector<row> printed = call(f, function, a, columns);
      std::vector<bounded_row> expected = run(f.value, a.in, a.parameters, columns);
      std::vector<row> in_and_upstream = a.in;
      in_and_upstream.insert(in_and_upstream.end(), a.upstream.begin(), a.upstream.end());
      for (const bounded_row& g : run(f.gradients, in_and_upstream, a.parameters, columns)) expected.push_back(g);
      const std::vector<row> kernels = record != nullptr ? call(*record, a, columns) : std::vector<row>{};
      for (std::size_t k = 0; k != printed.size(); ++k) {
        for (std::size_t j = 0; j != printed[k].size(); ++j) {
          const auto [value, error] = expected[k][j];
          const double by_c = printed[k][j];
          if (laws::ulp_distance(by_c, value) > 4) {
            FAIL(f.name << ", output " << k << ", " << columns << " columns, at " << j << ", turn " << turn << ": C "
                        << by_c << ", step by step " << value);
          }
          if (record == nullptr) continue;
          ++asked;
          if (!std::isfinite(error)) continue;
          ++bound;
          const double by_kernel = kernels[k][j];
          if (laws::ulp_distance(by_c, by_kernel) > 4 && !(std::abs(by_c - by_kernel) <= 2 * error)) {
            FAIL(f.name << ", output " << k << ", " << columns << " columns, at " << j << ", turn " << turn << ": C "
                        << by_c << ", kernel " << by_kernel << ", bound " << error);
          }
        }
      }
      // one output alone is the same, and the value asks for no upstream
      const int only = turn % static_cast<int>(printed.size());
      const row alone = call(f, function, a, columns, only)[static_cast<std::size_t>(only)];
      for (std::size_t j = 0; j != alone.size(); ++j)
        REQUIRE(laws::ulp_distance(alone[j], printed[static_cast<std::size_t>(only)][j]) == 0);
    }
  }
  INFO(f.name << ": " << bound << " of " << asked << " numbers have a bound");
  REQUIRE(10 * bound >= 8 * asked);
}

}  // namespace

TEST_CASE("the C of every formula over rows compiles without a warning and agrees with the library") {
  std::vector<row_function> functions;
  std::vector<const catalogue::record*> records;
  hana::for_each(activations::catalogue, [&](auto e) {
    if constexpr (detail::reads_rows<std::remove_cvref_t<decltype(e.formula)>>) {
      functions.push_back(row_function::of<e.formula>(e.name));
      records.push_back(catalogue::find(e.name));
    }
  });
  REQUIRE(functions.size() > 10);
  const compiled_rows compiled(functions);
  for (std::size_t k = 0; k != functions.size(); ++k)
    compare(functions[k], compiled[functions[k].name], records[k], 60);
}

TEST_CASE("C is printed for maxima and their derivatives, several results, unused arguments and any names") {
  constexpr auto words = param<"value">(0.5) * input<"columns"> * row_sum(input<"sum1"> * input<"upstream">) +
                         input<"j"> * param<"t0">(2.5);
  const std::vector<row_function> functions{
      row_function::of<row_max(x) * x>("maximum"),
      row_function::of<derive(row_max(x * y))>("of_maximum"),
      row_function::of<derive(row_max(param<"scale">(2) * x + y), wrt(param<"scale">)) + x>("picked"),
      row_function::of<results(activations::softmax, activations::log_sum_exp)>("two"),
      row_function::of<words>("words"),
      row_function::of<row_mean(stop(x)) + y>("stopped"),
      row_function::of<x * row_sum(number(1))>("size")};
  const compiled_rows compiled(functions);
  for (const row_function& f : functions) compare(f, compiled[f.name], nullptr, 20);
}

TEST_CASE("the head of the C of a row says what its arguments are") {
  const std::string source = c_function<param<"scale">(2) * row_sum(x * y)>("scaled_dot");
  INFO(source);
  REQUIRE(
      source.starts_with("/* void scaled_dot(size_t columns, const double *x, const double *y, double scale, double "
                         "upstream, double *value, double *d_x, double *d_y, double *d_scale);\n"
                         " *\n"
                         " * One row of a matrix.\n"
                         " * columns: how many numbers the row has, at least one\n"
                         " * x: an input, a number for each column\n"
                         " * y: an input, a number for each column\n"
                         " * scale: a parameter, at first 2.0\n"
                         " * upstream: the gradient that arrives at value; read for derivatives only\n"
                         " * *value: scale * row_sum(x * y)\n"));
}
