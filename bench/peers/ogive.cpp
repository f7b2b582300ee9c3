// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Our own part in bench/ratios.cpp. `ogive, two passes` is the value and then the derivative.
#include <span>

#include <ogive/ogive.hpp>

#include "contender.hpp"

namespace ogive::bench {
namespace {

namespace in = ogive::activations;
using ogive::symbols::x;

template <auto F>
void add_value(contenders& all, const char* name) {
  all.push_back({name, pass::value, "ogive", ready([](const arrays& a) {
                   ogive::map<F>(std::span(a.x, a.n), std::span(a.y, a.n));
                 })});
}

template <auto F>
void add_all(contenders& all, const char* name) {
  add_value<F>(all, name);
  all.push_back({name, pass::value_and_derivative, "ogive", ready([](const arrays& a) {
                   ogive::map_with_derivative<F>(std::span(a.x, a.n), std::span(a.y, a.n), std::span(a.slope, a.n));
                 })});
  all.push_back({name, pass::value_and_derivative, "ogive, two passes", ready([](const arrays& a) {
                   ogive::map<F>(std::span(a.x, a.n), std::span(a.y, a.n));
                   ogive::map<derive(F)>(std::span(a.x, a.n), std::span(a.slope, a.n));
                 })});
  all.push_back({name, pass::backward, "ogive", ready([](const arrays& a) {
                   ogive::backward<F>(std::span(a.x, a.n), std::span(a.upstream, a.n), std::span(a.slope, a.n));
                 })});
}

}  // namespace

void add_ogive(contenders& all) {
  add_all<in::sigmoid>(all, "sigmoid");
  add_all<in::tanh>(all, "tanh");
  add_all<in::gelu>(all, "gelu");
  add_all<in::gelu_tanh>(all, "gelu_tanh");
  add_all<in::swish>(all, "swish");
  add_all<in::mish>(all, "mish");
  add_all<in::elu>(all, "elu");
  add_all<in::softplus>(all, "softplus");
  add_all<in::relu>(all, "relu");
  add_all<in::prelu>(all, "prelu");
  add_value<exp(x)>(all, "exp");
  add_value<expm1(x)>(all, "expm1");
  add_value<log(x)>(all, "log");
  add_value<log1p(x)>(all, "log1p");
  add_value<erf(x)>(all, "erf");
  add_value<sin(x)>(all, "sin");
}

}  // namespace ogive::bench
