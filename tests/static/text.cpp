// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Formulas and their derivatives as text: compiling is passing.
#include <string_view>

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/print/text.hpp>

using ogive::derive;
using ogive::text;
using namespace ogive::symbols;
namespace a = ogive::activations;

// the derivatives of the catalogue
static_assert(text<derive(a::relu)> == "where(x > 0, 1, 0)");
static_assert(text<derive(a::leaky_relu)> == "where(x > 0, 1, 0.01)");
static_assert(text<derive(a::prelu)> == "where(x > 0, 1, slope)");
static_assert(text<derive(a::prelu, wrt(param<"slope">))> == "min(x, 0)");
static_assert(text<derive(a::elu)> == "where(x > 0, 1, alpha * exp(x))");
static_assert(text<derive(a::sigmoid)> == "sigmoid(x) * sigmoid(-x)");
static_assert(text<derive(a::tanh)> == "sech2(x)");
static_assert(text<derive(a::softplus)> == "sigmoid(beta * x)");
static_assert(text<derive(a::softsign)> == "1 / (1 + abs(x)) / (1 + abs(x))");
static_assert(text<derive(a::swish)> == "sigmoid(x) + x * sigmoid(x) * sigmoid(-x)");
static_assert(text<derive(a::gelu)> == "cdf(x) + x * pdf(x)");
static_assert(text<derive(a::mish)> == "tanh(softplus(x)) + x * sigmoid(x) * sech2(softplus(x))");

// further orders
static_assert(text<derive(derive(a::relu))> == "0");
static_assert(text<derive(derive(a::gelu))> == "2 * pdf(x) - x * x * pdf(x)");
static_assert(text<derive(derive(a::softsign))> == "-2 * (sign(x) / (1 + abs(x))) / (1 + abs(x)) / (1 + abs(x))");

// the rules of differentiation
static_assert(text<derive(x* x)> == "2 * x");
static_assert(text<derive(x* x* x)> == "3 * x * x");
static_assert(text<derive(3 * x + 1)> == "3");
static_assert(text<derive(1 / x)> == "-1 / x / x");
static_assert(text<derive(x* y, wrt(y))> == "x");
static_assert(text<derive(log(x))> == "1 / x");
static_assert(text<derive(log1p(x))> == "1 / (x + 1)");
static_assert(text<derive(sqrt(x))> == "0.5 / sqrt(x)");
static_assert(text<derive(x* sqrt(x))> == "1.5 * sqrt(x)");  // 0, not 0/0, at 0
static_assert(text<derive(x* sqrt(abs(x)))> == "1.5 * sqrt(abs(x))");
static_assert(text<derive(x* x* sqrt(x))> == "2.5 * x * sqrt(x)");
static_assert(text<derive(abs(x))> == "sign(x)");
static_assert(text<derive(erf(x))> == "1.1283791670955126 * exp(-(x * x))");
static_assert(text<derive(where(x > 1, x* x, y))> == "where(x > 1, 2 * x, 0)");
static_assert(text<derive(max(x, y))> == "where(x < y, 0, 1)");
static_assert(text<derive(exp(x)(2 * x))> == "2 * exp(2 * x)");
static_assert(text<derive(exp(x))(2 * x)> == "exp(2 * x)");  // the derivative at 2x is not the derivative of f(2x)
static_assert(text<x * derive(x* x)> == "2 * x * x");

// the exact rules
static_assert(text<x + 0> == "x");
static_assert(text<0 - x> == "-x");
static_assert(text<x * 1> == "x");
static_assert(text<0 * exp(x)> == "0");
static_assert(text<x / 1> == "x");
static_assert(text<x / 4> == "0.25 * x");
static_assert(text<x / 3> == "x / 3");
static_assert(text<-(-x)> == "x");
static_assert(text<x - (-y)> == "x + y");
static_assert(text<x + x> == "2 * x");
static_assert(text<3 * x - 2 * x> == "x");
static_assert(text<x - x> == "0");
static_assert(text<x + 1 + 2> == "x + 3");
static_assert(text<2 * (3 * x)> == "6 * x");
static_assert(text<1e30 * (1e30 * x)> == "1e+30 * 1e+30 * x");  // 1e60 is no float
static_assert(text<(-x) * (-y)> == "x * y");
static_assert(text<where(x > 0, y, y)> == "y");
static_assert(text<abs(-x)> == "abs(x)");
static_assert(text<abs(exp(x))> == "exp(x)");
static_assert(text<tanh(-x)> == "-tanh(x)");
static_assert(text<x * sign(x)> == "abs(x)");
static_assert(text<sign(3 * x)> == "sign(x)");
static_assert(text<3 * (2 + x) - 3 * x> == "6");
static_assert(text<3 * x / sqrt(x * x + 1)> == "3 * (x / sqrt(x * x + 1))");

// the stable rules, with derivatives
static_assert(text<1 - exp(x)> == "-expm1(x)");
static_assert(text<1 - square(tanh(x))> == "sech2(x)");
static_assert(text<0.5 * x*(1 + tanh(y))> == "x * sigmoid(2 * y)");
static_assert(text<1 + erf(x)> == "erfc(-x)" && text<1 - erf(x)> == "erfc(x)");
static_assert(text<1 - cdf(x)> == "cdf(-x)" && text<softplus(x) - x> == "softplus(-x)");
static_assert(text<0.5 * x*(1 + erf(x / 1.4142135623730951))> == "x * cdf(x)");
static_assert(text<derive(0.5 * x * (1 + erf(x / 1.4142135623730951)))> == "cdf(x) + x * pdf(x)");
static_assert(text<(exp(x) - exp(-x)) / (exp(x) + exp(-x))> == "tanh(x)");
static_assert(text<derive((exp(2 * x) - 1) / (exp(2 * x) + 1))> == "sech2(x)");
static_assert(text<derive(log(exp(x) + exp(y)))> == "sigmoid(x - y)");

// with fewer rules
constexpr auto doubled_gelu = x * (1 + erf(x / 1.4142135623730951)) + 0;
static_assert(text<doubled_gelu> == "2 * x * cdf(x)");
static_assert(text<doubled_gelu, rewriting::exact> == "x * (1 + erf(x / 1.4142135623730951))");
static_assert(text<doubled_gelu, rewriting::none> == "x * (1 + erf(x / 1.4142135623730951)) + 0");
static_assert(text<derive(log(1 + exp(x))), rewriting::exact> == "exp(x) / (1 + exp(x))");
static_assert(text<derive(rewrite_by<rewriting::exact>(exp(x) - 1))> == "exp(x)");

// parentheses where they are needed, and nowhere else
static_assert(text<(x + y) * z> == "(x + y) * z");
static_assert(text<x - (y - z)> == "x - (y - z)");
static_assert(text<x - (y + z)> == "x - (y + z)");
static_assert(text<x / (y * z)> == "x / (y * z)");
static_assert(text<x*(y / z)> == "x * (y / z)");
static_assert(text<x * y / z> == "x * y / z");
static_assert(text<x + (y - z)> == "x + (y - z)");
static_assert(text<-(x + y)> == "-(x + y)");
static_assert(text<(x * y) * z> == "x * y * z");
static_assert(text<max(x, 0)> == "max(x, 0)");
static_assert(text<min(6, x)> == "min(x, 6)");
static_assert(text<where(x <= y, x, 0)> == "where(x <= y, x, 0)");
static_assert(text<where(x >= 0, x, 0)> == "where(x >= 0, x, 0)");

// what reads as another word than its instruction
static_assert(text<pow(x, y)> == "pow(x, y)");
static_assert(text<clamp(x, -1, 1)> == "clamp(x, -1, 1)");
static_assert(text<min(max(x, y), 1)> == "min(max(x, y), 1)");
static_assert(text<max(min(x, 6), 0)> == "max(min(x, 6), 0)");
static_assert(text<with_gradient(sign(x), x)> == "with_gradient(sign(x), x)");
static_assert(text<x * stop(x)> == "x * stop(x)");
static_assert(text<derive(x* stop(x))> == "stop(x)");
static_assert(text<row_sum(x) + row_max(x)> == "row_sum(x) + row_max(x)");
static_assert(text<x - row_mean(x)> == "x - row_mean(x)");
static_assert(text<at_kink<left>(max(x, 0))> == "at_kink<left>(max(x, 0))");
static_assert(text<at_kink<right>(where(x <= y, x, 0))> == "at_kink<right>(where(x <= y, x, 0))");
static_assert(text<at_kink<middle>(abs(max(x, 0)))> == "at_kink<middle>(abs(max(x, 0)))");
static_assert(text<at_kink<left>(max(at_kink<minimum_norm>(min(x, y)), 0))> ==
              "at_kink<left>(max(at_kink<minimum_norm>(min(x, y)), 0))");
static_assert(text<results(x* y, x + y)> == "x * y, x + y");
static_assert(text<horner(x, 1, 2, 3)> == "1 + x * (2 + 3 * x)");

// a vector-Jacobian product; the upstream of one number for a row is one number
template <auto F>
struct product_of_row {
  constexpr ogive::program operator()() const {
    const ogive::program value = thaw(ogive::program_of<F>);
    return ogive::vector_jacobian_product(value, ogive::detail::every_symbol(value), 0);
  }
};
template <auto F>
inline constexpr auto product = ogive::freeze<product_of_row<F>{}>();
template <auto F>
inline constexpr auto product_text = ogive::detail::printed<product<F>, &ogive::detail::print_text>();
static_assert(std::string_view(product_text<x - row_mean(x)>.data()) == "upstream - row_mean(upstream)");
static_assert(std::string_view(product_text<row_sum(x* y)>.data()) == "y * upstream, x * upstream");
static_assert(std::string_view(product_text<results(2 * x, row_sum(x))>.data()) == "upstream_2 + 2 * upstream");

// numbers
static_assert(text<x + 0.1> == "x + 0.1");
static_assert(text<x + 1e-7> == "x + 1e-07");
static_assert(text<x + 1e-5> == "x + 0.00001");
static_assert(text<x + 1.5e-300> == "x + 1.5e-300");
static_assert(text<x + 1e15> == "x + 1000000000000000");
static_assert(text<x + 1e22> == "x + 1e+22");
static_assert(text<x + 123456.789> == "x + 123456.789");
static_assert(text<x * 0.7978845608028654> == "0.7978845608028654 * x");
static_assert(text<x + 5e-324> == "x + 5e-324");
static_assert(text<x + 1.7976931348623157e308> == "x + 1.7976931348623157e+308");
