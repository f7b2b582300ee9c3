// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map<f>(in..., out, bindings...): pass one range for each input of f, then one for each result
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<float>& b) { ogive::map<x * y>(a, b); }
#else
void call(std::vector<float>& a, std::vector<float>& b) { ogive::map<x * y>(a, b, b); }
#endif
