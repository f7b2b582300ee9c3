// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward_from_output<f>(out, upstream, grad, bindings...): no formula for f' over f(x) is found; keep the
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward_from_output<x * sigmoid(x)>(a, a, a); }
#else
void call(std::vector<float>& a) { ogive::backward_from_output<sigmoid(x)>(a, a, a); }
#endif
