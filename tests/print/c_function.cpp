// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The C that c_function prints: the C files of the whole catalogue are compiled once, as ISO C99 with warnings as
// errors, loaded, and compared with what the library itself computes.
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

/// A printed function beside the program that it was printed from.
struct printed_function {
  std::string name, source;
  program value, all;  // the value alone; with every derivative

  template <auto F>
  static printed_function of(std::string_view name) {
    const program value = thaw(program_of<F>);
    const program all = executable(detail::with_derivatives(value, detail::beside_value::all_derivatives));
    const std::string function = "printed_" + std::string(name);
    return {function, c_function<F>(function), executable(value), all};
  }

  /// A function `call_…` behind the printed one, whose form is the same for all.
  [[nodiscard]] std::string adapter() const {
    std::ostringstream out;
    out << "\nvoid call_" << name << "(const double *in, double *out);\nvoid call_" << name
        << "(const double *in, double *out)\n{\n  out[0] = " << name << '(';
    std::size_t in = 0;
    for (; in != all.inputs.size() + all.parameters.size(); ++in) out << (in == 0 ? "" : ", ") << "in[" << in << ']';
    for (std::size_t r = 1; r < all.results.size(); ++r) out << (in + r == 1 ? "" : ", ") << "out + " << r;
    out << ");\n  (void)in;\n}\n";
    return out.str();
  }
};

/// Of a large angle the C library takes the sine: the nearest double or its neighbour. Where a formula cancels,
/// no more than that shows.
bool has_large_angle(const program& p, double x) {
  for (const instruction& i : p.code) {
    if (i.op == operation::sin || i.op == operation::cos)
      return std::abs(x) > detail::elementary::moderate_angle<double> / 100;
  }
  return false;
}

using function_call = void(const double*, double*);

/// The files compiled together.
class compiled_functions : public printed::compiled_c<function_call*> {
 public:
  explicit compiled_functions(const std::vector<printed_function>& functions, const std::string& flags = "")
      : compiled_c(sources(functions), flags) {}

 private:
  static std::vector<printed::c_source> sources(const std::vector<printed_function>& functions) {
    std::vector<printed::c_source> all;
    for (const printed_function& f : functions) all.push_back({f.name, f.source + f.adapter()});
    return all;
  }
};

double distance(double a, double b, bool large_angle, double x) {
  const double ulp = laws::ulp_distance(a, b);
  if (large_angle && std::abs(a - b) <= 1e-14 * std::max(1.0, std::abs(x))) return std::min(ulp, 4.0);
  return ulp;
}

void compare(const printed_function& f, function_call* call, int points) {
  std::mt19937_64 random(20261124);
  const std::size_t inputs = f.all.inputs.size(), parameters = f.all.parameters.size();
  REQUIRE(inputs <= 4);
  double worst = 0;
  for (int n = 0; n != points; ++n) {
    std::array<double, 4> in{};
    for (std::size_t k = 0; k != inputs; ++k) in[k] = printed::argument(random, k == 0 ? n : n + 100);
    std::vector<double> arguments(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(inputs));
    detail::list<double> values;
    for (const parameter_slot& p : f.all.parameters)
      values.push_back(n % 3 == 0 ? p.initial : p.initial + std::uniform_real_distribution<double>(-1, 1)(random));
    arguments.insert(arguments.end(), values.begin(), values.end());

    std::vector<double> results(f.all.results.size());
    call(arguments.data(), results.data());
    const auto expected = detail::interpret_all(f.all, in, values);
    const bool large = has_large_angle(f.all, in[0]);
    worst = std::max(worst, distance(results[0], detail::interpret(f.value, in, values), large, in[0]));
    for (std::size_t r = 0; r != results.size(); ++r)
      worst = std::max(worst, distance(results[r], expected[r], large, in[0]));
    if (worst > 4) {
      UNSCOPED_INFO(f.name << " of " << inputs << " inputs, " << parameters << " parameters, at " << in[0] << ", "
                           << in[1] << ", " << in[2] << ": off by " << worst << " ULP");
      break;
    }
  }
  REQUIRE(worst <= 4);
}

}  // namespace

TEST_CASE("the C of every activation compiles without a warning and agrees with the library") {
  std::vector<printed_function> functions;
  hana::for_each(activations::catalogue, [&](auto e) {
    if constexpr (!detail::reads_rows<std::remove_cvref_t<decltype(e.formula)>>)
      functions.push_back(printed_function::of<e.formula>(e.name));
  });
  const compiled_functions compiled(functions);
  for (const printed_function& f : functions) compare(f, compiled[f.name], 100'000);
}

TEST_CASE("C is printed for derived formulas, several results, and names that C does not allow") {
  constexpr auto words =
      param<"double">(0.5) * input<"x1"> * input<"t3"> + pow(x, param<"fma">(2.5)) * param<"a b">(1.);
  const std::vector<printed_function> functions{
      printed_function::of<derive(derive(activations::gelu))>("second"),
      printed_function::of<results(x * sigmoid(y), exp(x) - y)>("two"),
      printed_function::of<words>("words"),
      printed_function::of<number(2)>("constant"),
      printed_function::of<derive(param<"slope">(0.25) * x, wrt(param<"slope">))>("one_of_two"),
      printed_function::of<floor(x) + sqrt(x) + log(x) + atan(x) + asinh(x) + erf(x) + erfc(x)>("functions")};
  const compiled_functions compiled(functions);
  for (const printed_function& f : functions) compare(f, compiled[f.name], 10'000);
}

TEST_CASE("the C's arithmetic is what it says when the compiler may contract") {
  const std::vector<printed_function> functions{printed_function::of<activations::gelu>("gelu"),
                                                printed_function::of<activations::mish>("mish")};
  const compiled_functions compiled(functions, "-std=gnu99 -O3 -march=native");
  for (const printed_function& f : functions) compare(f, compiled[f.name], 10'000);
}

TEST_CASE("the head of the C says what the function is") {
  const std::string source = c_function<activations::prelu>("my_prelu");
  INFO(source);
  REQUIRE(
      source.starts_with("/* double my_prelu(double x, double slope, double *d_x, double *d_slope);\n"
                         " *\n"
                         " * Returns where(x > 0, x, slope * x)\n"
                         " * x: an input\n"
                         " * slope: a parameter, at first 0.25\n"
                         " * *d_x: the derivative, where(x > 0, 1, slope)\n"
                         " * *d_slope: the derivative, min(x, 0)\n"));
}

TEST_CASE("a name that is none in C is an error") {
  for (const char* name : {"", "1st", "my-relu", "double", "tanh", "expf", "a b", "é"})
    REQUIRE_THROWS_AS(c_function<activations::relu>(name), ogive::error);
  REQUIRE_NOTHROW(c_function<activations::relu>("relu_2"));
}

TEST_CASE("a symbol may have the name of the function, or begin with it") {
  using ogive::symbols::input;
  constexpr auto gate = sigmoid(ogive::symbols::param<"gate_beta">(1.5) * input<"gate">);
  const std::string text = ogive::c_function<gate>("gate");
  CHECK(text.find("double agate,") != std::string::npos);
  CHECK(text.find("double agate_beta") != std::string::npos);
}
