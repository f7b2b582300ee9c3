// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace mnist::drawing {
namespace {

constexpr double width = 460, height = 250, left = 52, right = 86, top = 12, bottom = 34;
// Okabe and Ito's colours, which colour-blind people tell apart
constexpr std::array<const char*, 7> colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                             "#e69f00", "#56b4e9", "#7a7a7a"};

std::string format(const char* how, double a) {
  char text[64];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, how, a))};
}

/// A coordinate.
std::string at(double value) { return format("%.1f", value); }

struct extent {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool is_empty() const { return !(low <= high); }
  void widen() {
    if (low != high) return;
    const double more = low == 0 ? 1 : 0.1 * std::abs(low);
    if (low != 0) low -= more;
    high += more;
  }
};

void text_at(std::string& to, double x, double y, const char* anchor, const std::string& words,
             const char* kind = "t") {
  to.append("<text class=\"").append(kind).append("\" x=\"").append(at(x)).append("\" y=\"").append(at(y));
  to.append("\" text-anchor=\"").append(anchor).append("\">").append(escaped(words)).append("</text>");
}

void line_at(std::string& to, double x1, double y1, double x2, double y2, const char* kind) {
  to.append("<line class=\"").append(kind).append("\" x1=\"").append(at(x1)).append("\" y1=\"").append(at(y1));
  to.append("\" x2=\"").append(at(x2)).append("\" y2=\"").append(at(y2)).append("\"/>");
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return safe;
}

std::string figure(double value, int digits) {
  if (std::isnan(value)) return "not a number";
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  char text[64];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*g", digits, value))};
}

std::vector<double> ticks(double low, double high, std::size_t count) {
  const double rough = (high - low) / static_cast<double>(count), power = std::pow(10, std::floor(std::log10(rough)));
  double step = power;
  for (const double factor : {2.0, 5.0, 10.0}) {
    if (rough > step * 1.001) step = factor * power;
  }
  std::vector<double> places;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) places.push_back(k * step + 0.0);
  return places;
}

std::string line_chart(const chart& how, std::span<const series> all) {
  const auto shown = [&](double y) {
    if (!how.is_logarithmic) return y * how.percent;
    return y > 0 ? std::log10(y) : std::numeric_limits<double>::quiet_NaN();
  };
  extent x, y;
  for (const series& s : all) {
    for (std::size_t k = 0; k != s.x.size(); ++k) {
      if (!std::isfinite(s.x[k]) || !std::isfinite(shown(s.y[k]))) continue;
      x.take(s.x[k]);
      y.take(shown(s.y[k]));
    }
  }
  std::string svg = "<figure><figcaption>" + escaped(how.title) + "</figcaption>";
  if (x.is_empty()) return svg + "<p>nothing finite to draw</p></figure>";
  x.widen();
  y.widen();
  const double room = 0.04 * (y.high - y.low);
  if (y.low != 0) y.low -= room;
  y.high += room;
  const auto to_x = [&](double v) { return left + (v - x.low) / (x.high - x.low) * (width - left - right); };
  const auto to_y = [&](double v) {
    return height - bottom - (v - y.low) / (y.high - y.low) * (height - top - bottom);
  };
  svg += "<svg viewBox=\"0 0 460 250\" role=\"img\">";
  for (const double tick : ticks(y.low, y.high, 5)) {
    line_at(svg, left, to_y(tick), width - right, to_y(tick), "grid");
    text_at(svg, left - 6, to_y(tick) + 4, "end",
            how.is_logarithmic ? figure(std::pow(10, tick), 1) : figure(tick) + how.unit);
  }
  for (const double tick : ticks(x.low, x.high, 6)) {
    line_at(svg, to_x(tick), height - bottom, to_x(tick), height - bottom + 4, "axis");
    text_at(svg, to_x(tick), height - bottom + 16, "middle", figure(tick));
  }
  line_at(svg, left, height - bottom, width - right, height - bottom, "axis");
  if (how.has_zero_lines) {
    if (y.low < 0 && 0 < y.high) line_at(svg, left, to_y(0), width - right, to_y(0), "axis");
    if (x.low < 0 && 0 < x.high) line_at(svg, to_x(0), top, to_x(0), height - bottom, "axis");
  }
  text_at(svg, (left + width - right) / 2, height - 4, "middle", how.x_label);

  struct label {
    double y;
    std::size_t of;
  };
  std::vector<label> labels;
  for (std::size_t i = 0; i != all.size(); ++i) {
    const series& s = all[i];
    const std::string colour = colours[i % colours.size()];
    std::string path;
    bool pen_is_down = false;
    std::size_t points = 0, last = s.x.size();
    for (std::size_t k = 0; k != s.x.size(); ++k) {
      const double value = shown(s.y[k]);
      if (!std::isfinite(value) || !std::isfinite(s.x[k])) {
        pen_is_down = false;
        continue;
      }
      path.append(pen_is_down ? "L" : "M").append(at(to_x(s.x[k]))).append(" ").append(at(to_y(value)));
      pen_is_down = true;
      ++points;
      last = k;
    }
    if (points == 0) continue;
    svg += "<path class=\"line\" stroke=\"" + colour + "\" d=\"" + path + "\"/>";
    if (points < 60) {
      for (std::size_t k = 0; k != s.x.size(); ++k) {
        if (!std::isfinite(shown(s.y[k]))) continue;
        svg += "<circle r=\"2.6\" fill=\"" + colour + "\" cx=\"" + at(to_x(s.x[k])) + "\" cy=\"" +
               at(to_y(shown(s.y[k]))) + "\"><title>" + escaped(s.name) + ": " + figure(s.x[k]) + ", " +
               figure(s.y[k] * how.percent) + how.unit + "</title></circle>";
      }
    }
    labels.push_back({to_y(shown(s.y[last])), i});
  }
  std::sort(labels.begin(), labels.end(), [](const label& a, const label& b) { return a.y < b.y; });
  for (std::size_t k = 1; k < labels.size(); ++k) labels[k].y = std::max(labels[k].y, labels[k - 1].y + 13);
  for (std::size_t k = labels.size(); k-- != 0;) {
    const double limit = height - bottom - 13 * static_cast<double>(labels.size() - 1 - k);
    labels[k].y = std::min(labels[k].y, limit);
  }
  for (const label& each : labels) {
    svg += "<text class=\"t\" style=\"fill:" + std::string(colours[each.of % colours.size()]) + "\" x=\"" +
           at(width - right + 8) + "\" y=\"" + at(each.y + 4) + "\">" + escaped(all[each.of].name) + "</text>";
  }
  return svg + "</svg></figure>";
}

std::string confusion_matrix(const std::vector<std::vector<std::size_t>>& counts) {
  std::string html = "<table class=\"confusion\"><tr><th></th>";
  for (std::size_t j = 0; j != counts.size(); ++j) html += "<th>" + std::to_string(j) + "</th>";
  html += "<th>right</th></tr>";
  for (std::size_t i = 0; i != counts.size(); ++i) {
    std::size_t all = 0;
    for (const std::size_t count : counts[i]) all += count;
    const auto share = [&](std::size_t count) {
      return all == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(all);
    };
    html += "<tr><th>" + std::to_string(i) + "</th>";
    for (std::size_t j = 0; j != counts.size(); ++j) {
      const std::size_t count = counts[i][j];
      if (i == j) {
        html += "<td class=\"diagonal\">" + std::to_string(count) + "</td>";
      } else if (count == 0) {
        html += "<td class=\"none\">·</td>";
      } else {  // 3 % of a row or more is as red as it gets
        html += "<td style=\"background:rgba(213,94,0," + format("%.2f", std::min(0.85, 0.08 + 25 * share(count))) +
                ")\" title=\"" + std::to_string(i) + " taken for " + std::to_string(j) + "\">" + std::to_string(count) +
                "</td>";
      }
    }
    html += "<td class=\"none\">" + format("%.1f", 100 * share(counts[i][i])) + " %</td></tr>";
  }
  return html + "</table>";
}

std::string pixels(std::span<const std::uint8_t> image, std::size_t rows, std::size_t columns) {
  std::string svg = "<svg class=\"digit\" viewBox=\"0 0 " + std::to_string(columns) + " " + std::to_string(rows) +
                    "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#000\"/>";
  for (std::size_t i = 0; i != rows; ++i) {
    for (std::size_t j = 0; j != columns; ++j) {
      const unsigned grey = image[i * columns + j];
      if (grey < 8) continue;
      char rect[96];
      std::snprintf(rect, sizeof rect, "<rect x=\"%zu\" y=\"%zu\" width=\"1\" height=\"1\" fill=\"#%02x%02x%02x\"/>", j,
                    i, grey, grey, grey);
      svg += rect;
    }
  }
  return svg + "</svg>";
}

std::string page(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>" +
         escaped(title) +
         "</title><style>\n"
         ":root{color-scheme:light dark;--ink:#1c2330;--soft:#667085;--paper:#f6f7f9;--card:#fff;--rule:#e3e6eb}\n"
         "@media(prefers-color-scheme:dark){:root{--ink:#e8eaee;--soft:#98a2b3;--paper:#12151b;--card:#1b2029;--rule:#"
         "2e3541}}\n"
         "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 "
         "system-ui,sans-serif}\n"
         "main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}h1{font-size:26px;margin:0 0 4px}\n"
         "h2{font-size:18px;margin:38px 0 12px}p{margin:6px 0}.soft{color:var(--soft)}\n"
         ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:16px}\n"
         ".card,figure{background:var(--card);border:1px solid "
         "var(--rule);border-radius:10px;padding:14px;margin:0;min-width:0}figure{max-width:660px}\n"
         "figcaption{font-weight:600;margin-bottom:6px}figure svg{width:100%;height:auto;display:block}\n"
         ".big{font-size:30px;font-weight:650;line-height:1.15}\n"
         ".numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px;margin-top:20px}\n"
         ".t{font:11px system-ui,sans-serif;fill:var(--soft)}.grid{stroke:var(--rule);stroke-width:1}\n"
         ".axis{stroke:var(--soft);stroke-width:1}.line{fill:none;stroke-width:2;stroke-linejoin:round}\n"
         "table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:4px 9px;text-align:right}\n"
         "th{color:var(--soft);font-weight:500}.plain td,.plain th{text-align:left;border-bottom:1px solid "
         "var(--rule)}\n"
         ".plain td.n,.plain th.n{text-align:right}.scroll{overflow-x:auto}\n"
         ".confusion td{min-width:38px;text-align:center;border-radius:4px}.confusion td.diagonal{color:var(--soft);"
         "background:var(--paper)}.none{color:var(--soft)}\n"
         ".digits{display:grid;grid-template-columns:repeat(auto-fill,minmax(96px,1fr));gap:12px}\n"
         ".digit{width:100%;height:auto;border-radius:6px;display:block}.digits "
         "small{color:var(--soft);display:block}\n"
         "code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}.warn{border-left:4px solid #d55e00}\n"
         ".bar{fill:#0072b2}@media print{body{background:#fff}.card,figure{break-inside:avoid}}\n"
         "</style></head><body><main>\n" +
         body + "\n</main></body></html>\n";
}

}  // namespace mnist::drawing
