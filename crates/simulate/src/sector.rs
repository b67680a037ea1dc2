//! The fields of enforcement of the city.

use serde::Serialize;

macro_rules! sectors {
    ($($name:ident, $word:literal, $matter:literal, $bureau:literal, $things:expr;)*) => {
        /// A field of enforcement.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Sector {
            $(#[doc = $matter] $name,)*
        }

        impl Sector {
            /// All of them; a city has one bureau for each.
            pub const ALL: [Self; 10] = [$(Self::$name),*];

            /// The word that cases use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            pub(crate) const fn matter(self) -> &'static str {
                match self { $(Self::$name => $matter),* }
            }

            pub(crate) const fn bureau(self) -> &'static str {
                match self { $(Self::$name => $bureau),* }
            }

            pub(crate) const fn things(self) -> &'static [&'static str] {
                match self { $(Self::$name => &$things),* }
            }
        }
    };
}

sectors! {
    CityAppearance, "city_appearance", "市容环卫", "城市管理局", ["杂物", "广告牌", "垃圾桶", "摊棚", "招牌"];
    MarketRegulation, "market_regulation", "市场秩序", "市场监督管理局", ["计量器具", "过期标签", "价目牌", "货架", "散装食品"];
    Emergency, "emergency", "安全生产", "应急管理局", ["易燃物料", "应急器材", "安全标志", "警示灯", "烟花"];
    Ecology, "ecology", "生态环境", "生态环境局", ["废油", "粉尘物料", "监测设备", "排污口标牌", "污泥"];
    Water, "water", "水务", "水务局", ["渣土", "排水管道", "取水设施", "水尺", "护栏"];
    Transport, "transport", "交通运输", "交通运输局", ["站牌", "货运车辆", "道路标线", "候车亭", "隔离墩"];
    Planning, "planning", "规划用地", "规划和自然资源局", ["测量标志", "界桩", "构筑物", "临时用房", "砂石"];
    Construction, "construction", "住房建设", "住房和建设局", ["脚手架", "承重构件", "围挡", "建筑材料", "公共管线"];
    Health, "health", "公共卫生", "卫生健康局", ["医疗废物", "消毒器械", "卫生许可标牌", "一次性用品", "通风设备"];
    Culture, "culture", "文化旅游", "文化广电旅游体育局", ["保护标志", "演出设备", "导览牌", "展品", "宣传品"];
}

impl Sector {
    pub(crate) fn department(self) -> String {
        format!("{}部门", self.bureau().trim_end_matches('局'))
    }
}
