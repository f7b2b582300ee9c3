// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Formulas and their derivatives in LaTeX: compiling is passing.
#include <string_view>

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/print/latex.hpp>

using ogive::derive;
using ogive::latex;
using namespace ogive::symbols;
namespace a = ogive::activations;

// activations and their derivatives
static_assert(latex<a::relu> == R"(\max(x, 0))");
static_assert(latex<derive(a::relu)> == R"(\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases})");
static_assert(latex<derive(a::tanh)> == R"(\operatorname{sech}^{2}(x))");
static_assert(latex<derive(derive(a::tanh))> == R"(-2 \operatorname{sech}^{2}(x) \tanh(x))");
static_assert(latex<a::softsign> == R"(\frac{x}{1 + |x|})");
static_assert(latex<derive(a::softsign)> == R"(\frac{1}{(1 + |x|)^{2}})");
static_assert(latex<derive(derive(a::softsign))> == R"(-\frac{2 \operatorname{sgn}(x)}{(1 + |x|)^{3}})");
static_assert(latex<derive(a::swish)> == R"(\sigma(x) + x \sigma(x) \sigma(-x))");
static_assert(latex<derive(derive(a::gelu))> == R"(2 \varphi(x) - x^{2} \varphi(x))");
static_assert(latex<x * cdf(x)> == R"(x \Phi(x))");

// products and quotients are one fraction of powers
static_assert(latex<x * (y / z)> == R"(\frac{x y}{z})");
static_assert(latex<x / (y * z)> == R"(\frac{x}{y z})");
static_assert(latex<x / y / y> == R"(\frac{x}{y^{2}})");
static_assert(latex<-(x * x * x)> == "-x^{3}");
static_assert(latex<pow(x * x, y)> == "(x^{2})^{y}");
static_assert(latex<square(x + 1)> == "(x + 1)^{2}");
static_assert(latex<cube(sech2(x))> == R"(\operatorname{sech}^{6}(x))");
static_assert(latex<x / 3> == R"(\frac{x}{3})");
static_assert(latex<-x / y> == R"(-\frac{x}{y})");
static_assert(latex<x * x * param<"alpha">(1.)> == R"(\alpha x^{2})");
static_assert(latex<exp(x) * exp(x)> == "(e^{x})^{2}");

// sums carry their signs
static_assert(latex<x + y - z> == "x + y - z");
static_assert(latex<x - (y - z)> == "x - (y - z)");
static_assert(latex<x + (y - z)> == "x + y - z");
static_assert(latex<(x + y) * z> == "(x + y) z");
static_assert(latex<-(x + y)> == "-(x + y)");
static_assert(latex<exp(-x * x / 2)> == "e^{-0.5 x^{2}}");
static_assert(latex<log1p(-x)> == R"(\ln(1 - x))");
static_assert(latex<x * expm1(x)> == "x (e^{x} - 1)");
static_assert(latex<1 - 2 / x> == R"(1 - \frac{2}{x})");

// functions
static_assert(latex<sqrt(1 / x)> == R"(\sqrt{\frac{1}{x}})");
static_assert(latex<abs(1 / x)> == R"(\left|\frac{1}{x}\right|)");
static_assert(latex<floor(x)> == R"(\lfloor x \rfloor)");
static_assert(latex<sin(x) + cos(x)> == R"(\sin(x) + \cos(x))");
static_assert(latex<atan(x) + asinh(x)> == R"(\arctan(x) + \operatorname{arsinh}(x))");
static_assert(latex<pow(x + 1, y)> == "(x + 1)^{y}");
static_assert(latex<3 * pow(2, x)> == R"(3 \cdot 2^{x})");
static_assert(latex<clamp(x, -1, 1)> == R"(\operatorname{clamp}(x, -1, 1))");
static_assert(latex<stop(x)> == R"(\operatorname{stop}(x))");

// choices: one list, and in parentheses where something stands beside it
static_assert(latex<where(x > 1, x, where(y <= 2, y, z))> ==
              R"(\begin{cases} x & \text{if } x > 1 \\ y & \text{if } y \le 2 \\ z & \text{otherwise} \end{cases})");
static_assert(latex<1 + where(x > 0, x, y)> ==
              R"(1 + \left(\begin{cases} x & \text{if } x > 0 \\ y & \text{otherwise} \end{cases}\right))");

// rows: i is the column outside reductions, j and k are those inside
static_assert(latex<row_sum(exp(x))> == R"(\sum_{j} e^{x_{j}})");
static_assert(latex<row_mean(x * x)> == R"(\frac{\sum_{j} x_{j}^{2}}{n})");
static_assert(latex<exp(x - row_max(x)) / row_sum(exp(x - row_max(x)))> ==
              R"(\frac{e^{x_{i} - \max_{j} x_{j}}}{\sum_{j} e^{x_{j} - \max_{k} x_{k}}})");
static_assert(latex<2 * row_sum(x) * x> == R"(2 x_{i} \left(\sum_{j} x_{j}\right))");

// a vector-Jacobian product; the upstream of one number for a row has no index
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
inline constexpr auto product_latex = ogive::detail::printed<product<F>, &ogive::detail::print_latex>();
static_assert(std::string_view(product_latex<row_sum(x * y)>.data()) ==
              R"(y_{i} \, \mathrm{upstream}, x_{i} \, \mathrm{upstream})");
static_assert(std::string_view(product_latex<2 * x - row_mean(x)>.data()) ==
              R"(2 \, \mathrm{upstream}_{i} - \frac{\sum_{j} \mathrm{upstream}_{j}}{n})");

// names
static_assert(latex<param<"beta">(1.) * x> == R"(\beta x)");
static_assert(latex<param<"slope">(1.) * x> == R"(\mathrm{slope} \, x)");
static_assert(latex<param<"a0">(1.) + param<"b12">(1.) * x> == "a_{0} + b_{12} x");
static_assert(latex<param<"alpha_p">(1.) * x> == R"(\alpha_{\mathrm{p}} x)");
static_assert(latex<param<"base_weight">(1.) * x> == R"(\mathrm{base\_weight} \, x)");
static_assert(latex<input<"gate"> * input<"x1">> == R"(\mathrm{gate} \, x_{1})");
static_assert(latex<row_sum(input<"x1">)> == R"(\sum_{j} x_{1,j})");

// numbers
static_assert(latex<x + 1e-7> == "x + 10^{-7}");
static_assert(latex<1.5e-7 * x> == R"(1.5 \cdot 10^{-7} x)");
static_assert(latex<x - 0.25> == "x - 0.25");
static_assert(latex<max(x, -2.5)> == R"(\max(x, -2.5))");
