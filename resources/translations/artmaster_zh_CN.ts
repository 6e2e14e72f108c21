<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>About ArtMaster Desktop</source>
        <translation>关于 ArtMaster Desktop</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Copy the versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>For a bug report</source>
        <translation>用于问题报告</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Free software under the Apache License 2.0. The painters that ship with it were made by recipe; no living artist's work is in them.</source>
        <translation>以 Apache License 2.0 发布的自由软件。随附的画师由配方生成，不含任何在世艺术家的作品。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Nothing you draw or write leaves this machine. There is no account and no telemetry.</source>
        <translation>您画的和写的内容都不会离开这台电脑。没有账户，也没有遥测。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Python {python}, Qt {qt}</source>
        <translation>Python {python}，Qt {qt}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Several painters on one canvas, in one denoising pass, on your own machine.</source>
        <translation>多位画师在同一画布上，一次去噪同时作画，全部在您自己的电脑上完成。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/about.py"/>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;About ArtMaster Desktop</source>
        <translation>关于 ArtMaster Desktop(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Actual pixels</source>
        <translation>实际像素(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Apply the latest result</source>
        <translation>应用最新成果(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Duplicate</source>
        <translation>复制图层(&amp;D)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Export the picture…</source>
        <translation>导出图片(&amp;E)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Feather</source>
        <translation>羽化(&amp;F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Fill with the colour</source>
        <translation>用当前颜色填充(&amp;F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Find a painter</source>
        <translation>查找画师(&amp;F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Find regions in a picture…</source>
        <translation>在图像中查找区域(&amp;F)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Fit in the window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Grow</source>
        <translation>扩大(&amp;G)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Import painters…</source>
        <translation>导入画师(&amp;I)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Insert a picture…</source>
        <translation>插入图片(&amp;I)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Invert</source>
        <translation>反选(&amp;I)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Layer</source>
        <translation>图层(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Live</source>
        <translation>实时(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Locked</source>
        <translation>锁定(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Log…</source>
        <translation>日志(&amp;L)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Merge down</source>
        <translation>向下合并(&amp;M)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Mirror</source>
        <translation>镜像(&amp;M)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;New region</source>
        <translation>新建区域(&amp;N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;New…</source>
        <translation>新建(&amp;N)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Next panel</source>
        <translation>下一个面板(&amp;N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;None</source>
        <translation>取消选择(&amp;N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Paint</source>
        <translation>绘制(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Previous region</source>
        <translation>上一个区域(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Print into a file…</source>
        <translation>打印到文件(&amp;P)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Put the panels back</source>
        <translation>恢复面板布局(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Recover documents…</source>
        <translation>恢复文档(&amp;R)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Region</source>
        <translation>区域(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Remove</source>
        <translation>删除(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Remove the region</source>
        <translation>删除区域(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Remove what is selected</source>
        <translation>移除所选内容(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Select</source>
        <translation>选择(&amp;S)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Shrink</source>
        <translation>收缩(&amp;S)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Takes part</source>
        <translation>参与绘制(&amp;T)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Tour of one minute</source>
        <translation>一分钟导览(&amp;T)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Train a painter from works…</source>
        <translation>用作品训练画师(&amp;T)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Ungroup</source>
        <translation>取消编组(&amp;U)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Upright</source>
        <translation>摆正(&amp;U)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Variations</source>
        <translation>变体(&amp;V)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Visible</source>
        <translation>可见(&amp;V)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Welcome page</source>
        <translation>欢迎页(&amp;W)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Whose colours to proof…</source>
        <translation>按谁的色彩打样(&amp;W)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>C&amp;lear</source>
        <translation>清除(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>C&amp;ompare results…</source>
        <translation>比较成果(&amp;O)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Cancel &amp;everything</source>
        <translation>全部取消(&amp;E)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Canvas &amp;size…</source>
        <translation>画布大小(&amp;S)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Colour picker</source>
        <translation>取色器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Copy &amp;all layers</source>
        <translation>复制所有图层(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Cr&amp;op to the selection</source>
        <translation>裁剪到选区(&amp;O)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>E&amp;xtend the picture…</source>
        <translation>扩展画面(&amp;X)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Eraser</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Full s&amp;creen</source>
        <translation>全屏(&amp;C)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Gr&amp;oup</source>
        <translation>编组(&amp;O)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Gradient</source>
        <translation>渐变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Hide the pa&amp;nels</source>
        <translation>隐藏面板(&amp;N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Ink and paper</source>
        <translation>墨与纸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Inscrip&amp;tion…</source>
        <translation>题跋(&amp;T)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Larger brush</source>
        <translation>放大画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Look for &amp;new files</source>
        <translation>查找新文件(&amp;N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Ma&amp;ke a guide from it…</source>
        <translation>由它生成引导(&amp;K)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Make a result lar&amp;ger…</source>
        <translation>放大成果(&amp;G)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Mark colours that print does not &amp;have</source>
        <translation>标出印不出的颜色(&amp;H)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Move and transform</source>
        <translation>移动与变换</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Move do&amp;wn</source>
        <translation>下移(&amp;W)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Move u&amp;p</source>
        <translation>上移(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Ne&amp;xt region</source>
        <translation>下一个区域(&amp;X)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>New &amp;group</source>
        <translation>新建图层组(&amp;G)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>New &amp;image layer</source>
        <translation>新建图像图层(&amp;I)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>New &amp;sketch layer</source>
        <translation>新建草图图层(&amp;S)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>New region from the &amp;selection</source>
        <translation>从选区新建区域(&amp;S)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Pa&amp;inters</source>
        <translation>画师(&amp;I)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Paint a result &amp;by another painter…</source>
        <translation>由另一位画师重绘成果(&amp;B)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Paint it by anot&amp;her painter…</source>
        <translation>由另一位画师重绘(&amp;H)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Pick the layer &amp;above</source>
        <translation>选择上一图层(&amp;A)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Pick the layer &amp;below</source>
        <translation>选择下一图层(&amp;B)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>S&amp;eal…</source>
        <translation>印章(&amp;E)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Save a &amp;diagnostics file…</source>
        <translation>保存诊断文件(&amp;D)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Select a polygon</source>
        <translation>多边形选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Select a rectangle</source>
        <translation>矩形选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Select an ellipse</source>
        <translation>椭圆选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Show all re&amp;gions</source>
        <translation>显示所有区域(&amp;G)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Show the forming &amp;picture</source>
        <translation>显示正在成形的画(&amp;P)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Show who paints &amp;where…</source>
        <translation>查看谁画在哪里(&amp;W)…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Show your painters' f&amp;older</source>
        <translation>显示您的画师文件夹(&amp;O)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Smaller brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Smudge</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Soft proof of the prin&amp;t</source>
        <translation>印刷软打样(&amp;T)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Swap the colours</source>
        <translation>交换颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>The &amp;region's area</source>
        <translation>区域的范围(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>The &amp;whole canvas</source>
        <translation>整个画布(&amp;W)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>To the &amp;canvas</source>
        <translation>回到画布(&amp;C)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Turn &amp;left</source>
        <translation>向左旋转(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Turn &amp;right</source>
        <translation>向右旋转(&amp;R)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>What is on the &amp;layer</source>
        <translation>图层上的内容(&amp;L)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/action_table.py"/>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>AdvancedFields</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>32 bits</source>
        <translation>32 位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>4 bits: a quarter (NVIDIA)</source>
        <translation>4 位：内存四分之一（NVIDIA）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>8 bits: a quarter (NVIDIA)</source>
        <translation>8 位：内存四分之一（NVIDIA）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>8 bits: half the memory</source>
        <translation>8 位：内存减半</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>AdaLoRA: ranks where they matter</source>
        <translation>AdaLoRA：秩用在要紧处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>As it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Base</source>
        <translation>基础</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Base in 4 bits</source>
        <translation>4 位基础模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Base in 8 bits</source>
        <translation>8 位基础模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Blocks of the base that wait in main memory: slower, in less of the card's</source>
        <translation>在主内存中等待的基础模型块：更慢，但少占显存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Captions with style tags</source>
        <translation>说明中带风格标签</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Chosen, but not to be had here: {names}. Choose another.</source>
        <translation>已选择，但本机没有：{names}。请另选。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Class words</source>
        <translation>类别词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Compare what forms with the artist's works in several layers; takes longer</source>
        <translation>在若干层中把形成的画面与画家的作品相比；用时更长</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Composition first, then tone and colour, then brushwork</source>
        <translation>先构图，再墨色与设色，最后笔法</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Half of the captions also name the works' style tags, so they can be called</source>
        <translation>一半的说明同时写出作品的风格标签，以后可用标签唤起</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Hold to the artist's style</source>
        <translation>紧守画家的风格</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>How exactly AdamW remembers the way it came</source>
        <translation>AdamW 以多高的精度记住走过的路</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>How its numbers are spread over the model's layers</source>
        <translation>参数如何分布在模型各层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>How the numbers of the base are kept while it is taught</source>
        <translation>训练时基础模型的数值如何保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>In three stages</source>
        <translation>分三个阶段</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Keep the base as it is without the trigger</source>
        <translation>不用触发词时，基础模型保持原样</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Keep the base's sense of words</source>
        <translation>保持基础模型对文字的理解</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>LoRA: the same rank everywhere</source>
        <translation>LoRA：处处同秩</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Optimiser in 8 bits</source>
        <translation>8 位优化器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Semantic guidance: under other words and other guidance the hand is the same, and subjects stay what they are; for models that take guidance; takes longer</source>
        <translation>语义引导：换了文字和引导强度，笔法不变，题材也不走样；用于接受引导的模型；耗时更长</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Swapped blocks</source>
        <translation>换出的块</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>The painter paints only when it is called by its trigger; takes longer</source>
        <translation>只有写出触发词时画师才落笔；用时更长</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>What the works are, in a few words: under them the base stays</source>
        <translation>用几个词说明作品是什么：在这些词下基础模型保持原样</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>What this machine cannot do</source>
        <translation>本机做不到的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>Works a step; one after the other, so it takes no more memory</source>
        <translation>每步看几件作品；逐件进行，不多占内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>a base in 4 bits is packed on the card; take 8 bits to swap blocks</source>
        <translation>4 位的基础模型在显卡上打包；要换出块请选 8 位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>none of the works that are kept has a style tag; give them some on the first page</source>
        <translation>保留的作品都没有风格标签；请在第一页填写</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/advanced_fields.py"/>
        <source>•  {name}: {reason}</source>
        <translation>•  {name}：{reason}</translation>
    </message>
</context>
<context>
    <name>Blend</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Add</source>
        <translation>相加</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Burn</source>
        <translation>颜色加深</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Cut out of below</source>
        <translation>从下层挖去</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Darken</source>
        <translation>变暗</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Dodge</source>
        <translation>颜色减淡</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Hard light</source>
        <translation>强光</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Inside what is below</source>
        <translation>仅在下层之内</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Keep below only here</source>
        <translation>仅保留此处的下层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Lighten</source>
        <translation>变亮</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Luminosity</source>
        <translation>亮度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Multiply</source>
        <translation>正片叠底</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Screen</source>
        <translation>滤色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_blends.py"/>
        <source>Soft light</source>
        <translation>柔光</translation>
    </message>
</context>
<context>
    <name>BlockGroup</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Double blocks, early</source>
        <translation>双流模块，前段</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Double blocks, late</source>
        <translation>双流模块，后段</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Single blocks, early</source>
        <translation>单流模块，前段</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Single blocks, late</source>
        <translation>单流模块，后段</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Single blocks, middle</source>
        <translation>单流模块，中段</translation>
    </message>
</context>
<context>
    <name>BoxesPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/boxes_page.py"/>
        <source>Looking at the work…</source>
        <translation>正在看这件作品…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/boxes_page.py"/>
        <source>No works yet.</source>
        <translation>还没有作品。</translation>
    </message>
</context>
<context>
    <name>BrushTool</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/brush.py"/>
        <source>Sketch</source>
        <translation>草图</translation>
    </message>
</context>
<context>
    <name>BrushesList</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes_list.py"/>
        <source>Brushes</source>
        <translation>画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes_list.py"/>
        <source>Choose a brush to paint with</source>
        <translation>选择要使用的笔刷</translation>
    </message>
</context>
<context>
    <name>BrushesModel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes_list.py"/>
        <source>Press the star, or S, to keep it at the top</source>
        <translation>点击星号或按 S 可置顶</translation>
    </message>
</context>
<context>
    <name>BrushesPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>A brush file cannot be read and is left out: {names}</source>
        <translation>有一个画笔文件无法读取，已略过：{names}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Diameter in pixels of the canvas ( [ and ] )</source>
        <translation>直径（画布像素）（[ 和 ]）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Flow</source>
        <translation>流量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>How crisp the border is</source>
        <translation>边缘的清晰程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>How much ink each touch brings</source>
        <translation>每次落墨的墨量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>How much the line is steadied; it follows later</source>
        <translation>线条的稳定程度；越大越滞后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Keep brush</source>
        <translation>保存画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Keep this brush as a preset of your own</source>
        <translation>将此画笔保存为自己的预设</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Looking at the brushes…</source>
        <translation>正在读取画笔…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Move to trash…</source>
        <translation>移到回收站…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Move {name} to the trash?</source>
        <translation>要将“{name}”移到回收站吗？</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>My {name}</source>
        <translation>我的{name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Not a favourite any more</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Press harder for a broader stroke</source>
        <translation>用力越大笔画越宽</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Press harder for more ink</source>
        <translation>用力越大墨越多</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Press harder to cover more</source>
        <translation>用力越大覆盖越多</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Pressure:</source>
        <translation>压力：</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Remove brush</source>
        <translation>删除画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Spacing</source>
        <translation>间距</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>The brush as its preset has it</source>
        <translation>恢复画笔的预设</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>The most that one stroke covers</source>
        <translation>一笔最多覆盖多少</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>The way between two touches, in brush sizes</source>
        <translation>两次落墨的间隔（以画笔大小计）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>flow</source>
        <translation>流量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>{count} brush files cannot be read and are left out: {names}</source>
        <translation>{count} 个画笔文件无法读取，已略过：{names}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>{name}, changed</source>
        <translation>{name}（已更改）</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/target.py"/>
        <source>A group has no pixels of its own. Choose a layer in it.</source>
        <translation>图层组本身没有像素，请选择其中的图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/target.py"/>
        <source>Choose a layer to work on.</source>
        <translation>请选择要操作的图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/target.py"/>
        <source>The layer “{name}” is hidden.</source>
        <translation>图层“{name}”已隐藏。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/target.py"/>
        <source>The layer “{name}” is locked.</source>
        <translation>图层“{name}”已锁定。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/target.py"/>
        <source>These are letters, no pixels: edit them by Layer, Inscription or Seal.</source>
        <translation>这是文字，不是像素：请用“图层”菜单里的“题跋”或“印章”修改。</translation>
    </message>
</context>
<context>
    <name>CanvasSizeDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Added: {sides}.</source>
        <translation>增加：{sides}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Canvas size</source>
        <translation>画布大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Change nothing (Esc)</source>
        <translation>不做更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Change the canvas (Return); it can be undone</source>
        <translation>更改画布 (Return)；可以撤销</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Cropped: {sides}.</source>
        <translation>裁去：{sides}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the bottom</source>
        <translation>画面保持在下方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the bottom left</source>
        <translation>画面保持在左下</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the bottom right</source>
        <translation>画面保持在右下</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the left</source>
        <translation>画面保持在左侧</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the right</source>
        <translation>画面保持在右侧</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the top</source>
        <translation>画面保持在上方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the top left</source>
        <translation>画面保持在左上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture at the top right</source>
        <translation>画面保持在右上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Keep the picture in the middle</source>
        <translation>画面保持在中央</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Picture</source>
        <translation>画面位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Resize</source>
        <translation>更改大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Select what is added, to paint it</source>
        <translation>选中新增部分，以便绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>The button Paint then extends the picture, with what lies beside it to go on from</source>
        <translation>随后“绘制”按钮会接着旁边的画面扩展画作</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>The canvas has this size already.</source>
        <translation>画布已是这个大小。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>What is cropped is neither shown nor painted. Its layers keep it: it is there again when the canvas grows.</source>
        <translation>裁去的部分既不显示，也不参与绘制。图层仍保留着它：画布扩大后会重新出现。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>bottom {pixels} px</source>
        <translation>下 {pixels} 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>left {pixels} px</source>
        <translation>左 {pixels} 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>right {pixels} px</source>
        <translation>右 {pixels} 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/canvas_size.py"/>
        <source>top {pixels} px</source>
        <translation>上 {pixels} 像素</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/view.py"/>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
</context>
<context>
    <name>CaptionEdit</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/caption_edit.py"/>
        <source>Caption</source>
        <translation>说明文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/caption_edit.py"/>
        <source>What is to be seen and how it is painted; words of the vocabulary are offered</source>
        <translation>画的是什么、怎样画的；会提示词表中的词</translation>
    </message>
</context>
<context>
    <name>CaptionsModel</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Caption</source>
        <translation>说明文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>To mend</source>
        <translation>待改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Work</source>
        <translation>作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>captioner</source>
        <translation>看图模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>measured</source>
        <translation>由测量写成</translation>
    </message>
</context>
<context>
    <name>CaptionsPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Captions</source>
        <translation>说明文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Language of captions</source>
        <translation>说明文字的语言</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Nothing to mend here.</source>
        <translation>这里没有要改的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>One row a work; F2 edits its caption</source>
        <translation>每行一件作品；按 F2 编辑说明</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>The language of first captions</source>
        <translation>初稿的语言</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>What is to be mended</source>
        <translation>需要修改的地方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>What is to be seen, then how it is painted, with commas between. F2 edits.</source>
        <translation>先写画的是什么，再写怎样画的，用逗号隔开。按 F2 编辑。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Write first captions</source>
        <translation>写初稿</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>Write first captions: by your captioner, if you chose one in the settings, else from what is measured; none that you wrote is replaced</source>
        <translation>写初稿：若在设置中选了看图模型则由它写，否则按测量结果写；你写的不会被替换</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/captions_page.py"/>
        <source>{count} captions have something to mend.</source>
        <translation>有 {count} 条说明文字需要修改。</translation>
    </message>
</context>
<context>
    <name>ChosenRow</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Keep this painter with this share, whatever the gate says later</source>
        <translation>按此份额保留这位画师，不再受门控影响</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Lock {name} at {part}</source>
        <translation>将 {name} 锁定在 {part}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>The gate chose {name}: {part}</source>
        <translation>门控选择了 {name}：{part}</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Buildings</source>
        <translation>屋宇</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Figures</source>
        <translation>人物</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Mountains and rocks</source>
        <translation>山石</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Trees</source>
        <translation>树木</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Water</source>
        <translation>水</translation>
    </message>
</context>
<context>
    <name>ColourFields</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Absolute: with the paper's own white</source>
        <translation>绝对色度：保留纸张自己的白</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Black point compensation</source>
        <translation>黑场补偿</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Choose the printer's profile</source>
        <translation>选择打印机的色彩配置文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Colour profiles (*.icc *.icm)</source>
        <translation>色彩配置文件 (*.icc *.icm)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Colours</source>
        <translation>色彩</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Colours beyond the printer's</source>
        <translation>超出打印机色域的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Out of range</source>
        <translation>超出色域时</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Perceptual: all colours move a little</source>
        <translation>可感知：所有颜色都略微移动</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Relative: only those move that must</source>
        <translation>相对色度：只移动不得不移的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Saturation: strong colours stay strong</source>
        <translation>饱和度：浓艳的颜色保持浓艳</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>The darkest ink stands for black, so that shadows keep their steps</source>
        <translation>以最深的墨色代表黑，使暗部保留层次</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>The printer's profile…</source>
        <translation>打印机的配置文件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>What is kept of colours that the printer does not have</source>
        <translation>对打印机没有的颜色，保留什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>sRGB is what every printer reads; or ask the print shop</source>
        <translation>sRGB 是所有打印机都能读的；也可以问印刷店</translation>
    </message>
</context>
<context>
    <name>ColourPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source> (drag, or type a number)</source>
        <translation>（拖动或输入数字）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Brightness</source>
        <translation>明度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Colour in hexadecimal</source>
        <translation>十六进制颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Colours of {name}</source>
        <translation>{name}的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>How bright the colour is</source>
        <translation>颜色的明亮程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>How strong the colour is</source>
        <translation>颜色的鲜艳程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Ink and mineral colours</source>
        <translation>墨色与矿物色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Ink on white paper again (D)</source>
        <translation>恢复为白纸黑墨 (D)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Press to paint with a colour, right click for the second one</source>
        <translation>点击选用颜色，右键设为第二颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Swap the two colours (X)</source>
        <translation>交换两种颜色 (X)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>The colour as #rrggbb (Enter takes it)</source>
        <translation>以 #rrggbb 表示的颜色（按 Enter 采用）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>The painter's colours</source>
        <translation>画师的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour.py"/>
        <source>Used last</source>
        <translation>最近使用</translation>
    </message>
</context>
<context>
    <name>ColourWheel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_wheel.py"/>
        <source>Colour wheel</source>
        <translation>色轮</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_wheel.py"/>
        <source>Ring: hue (Shift+←, Shift+→). Square: saturation and brightness (arrow keys).</source>
        <translation>圆环：色相 (Shift+←、Shift+→)。方块：饱和度和明度（方向键）。</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_compare.py"/>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_compare.py"/>
        <source>Seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Apply the right one</source>
        <translation>应用右图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Both, at one zoom</source>
        <translation>两图以同一缩放显示</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Fit (0)</source>
        <translation>适合窗口 (0)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Lay the right picture on the canvas as a new layer</source>
        <translation>将右图作为新图层放到画布上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Left picture</source>
        <translation>左图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>One picture under a sliding border</source>
        <translation>以可拖动的分界比较两图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Right picture</source>
        <translation>右图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Swap left and right</source>
        <translation>左右交换</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>There is not enough memory to show this picture.</source>
        <translation>内存不足，无法显示此图片。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>Zoom out (-)</source>
        <translation>缩小 (-)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/compare.py"/>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <location filename="artmaster_desktop/ui/compare.py"/>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/compare.py"/>
        <source>Wheel: zoom. Drag: move. Arrow keys: move the border. 0: fit. 1: whole pixels. Space: swap.</source>
        <translation>滚轮：缩放。拖动：移动。方向键：移动分界。0：适合窗口。1：实际像素。空格：交换。</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_completion.py"/>
        <source>Up and Down choose a word, Tab takes it</source>
        <translation>按上下键选择词语，按 Tab 采用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_completion.py"/>
        <source>Words that may follow</source>
        <translation>可能的后续词</translation>
    </message>
</context>
<context>
    <name>ControlChoice</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>A file of yours…</source>
        <translation>您的文件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>A folder of yours…</source>
        <translation>您的文件夹…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Choose a model that follows guides</source>
        <translation>选择遵循引导的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Follows: {kinds}</source>
        <translation>遵循：{kinds}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>For FLUX.1 Canny and Depth, which were made to follow one guide</source>
        <translation>用于 FLUX.1 Canny 和 Depth，它们本就遵循一个引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>It does not say what it was taught: any kind may be tried</source>
        <translation>它没有说明学过什么：任何种类都可一试</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Look for new models</source>
        <translation>查找新的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Model that follows the guide</source>
        <translation>遵循引导的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Models that follow guides (*.safetensors)</source>
        <translation>遵循引导的模型（*.safetensors）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Open the folder of these models</source>
        <translation>打开这些模型的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Put a ControlNet for the model that paints into {folder}. For FLUX.1-dev there is Union-Pro 2.0 by Shakker-Labs.</source>
        <translation>请把适合绘画模型的 ControlNet 放入 {folder}。FLUX.1-dev 可用 Shakker-Labs 的 Union-Pro 2.0。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>The model that paints, by itself</source>
        <translation>绘画模型自身</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>The one that comes with the program</source>
        <translation>随程序附带的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_control.py"/>
        <source>Which model holds the painting to the guide</source>
        <translation>由哪个模型让绘画遵循引导</translation>
    </message>
</context>
<context>
    <name>CropsPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>A crop should keep what draws the eye and cut few strokes and no seal. Drag it, or push it with the arrow keys; + and − size it. What you place by hand stays.</source>
        <translation>裁图应留住吸引目光之处，少切断笔画，不切到印章。可拖动，或用方向键推移；+ 和 − 改变大小。您亲手放的会保留。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Add a crop of the first size, to be placed by hand</source>
        <translation>添加一张第一种尺寸的裁图，由您放置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>All works that are kept are large enough for these crops</source>
        <translation>保留的作品都足够大，可作这些裁切</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>An upscaler makes them large enough for their crops; the scans themselves stay</source>
        <translation>用放大模型使其足够裁切；扫描件本身不变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Arrow keys choose a crop</source>
        <translation>方向键选择裁切</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Arrow keys push the chosen frame, + and - size it, Page Down takes the next, Del removes it</source>
        <translation>方向键移动选中的框，+ 和 - 改变大小，Page Down 选下一个，Del 删除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Cost: {cost}</source>
        <translation>代价：{cost}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Crops of each size</source>
        <translation>每种尺寸的张数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Crops of this work</source>
        <translation>这件作品的裁图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Enlarge small scans first</source>
        <translation>先放大小幅扫描件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Enlarged {times} times.</source>
        <translation>放大 {times} 倍。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>For all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>How many crops of each size a work gets</source>
        <translation>每件作品每种尺寸裁几张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Its blank differs from the work's by {share}.</source>
        <translation>留白与原作相差 {share}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Its edge cuts {marks}. Move the crop, or reject the mark.</source>
        <translation>边缘切到了 {marks}。请移动裁图，或否定该标记。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Its edges cut {share} of an average line.</source>
        <translation>边缘切断的笔画为平均线的 {share}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Keeps {share} of what draws the eye.</source>
        <translation>留住 {share} 吸引目光之处。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>No crop picked.</source>
        <translation>没有选中裁图。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Propose</source>
        <translation>提议</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Propose the best crops of all works that are kept</source>
        <translation>为所有保留的作品提出最好的裁图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Propose the best crops of this work; those placed by hand stay</source>
        <translation>为这件作品提出最好的裁图；亲手放的会保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Remove the picked crop (Delete)</source>
        <translation>删除选中的裁图（Delete）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Sizes</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>The sizes to cut: pixels that a painter will see</source>
        <translation>裁成的尺寸：画师将看到的像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>The work and its crops</source>
        <translation>作品和它的裁图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>What enlarging does</source>
        <translation>放大会怎样</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>Works smaller than the crops are enlarged before they are cut</source>
        <translation>小于裁切尺寸的作品在裁切前先放大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>by hand</source>
        <translation>亲手放置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>cost {cost}</source>
        <translation>代价 {cost}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/crops_page.py"/>
        <source>{small} scans are too small for these crops, {done} of them are enlarged. Detail that is finer than the scan is invented by the upscaler, and the painter learns it too.</source>
        <translation>{small} 件扫描件对这些裁切来说太小，其中 {done} 件已放大。比扫描件更细的细节是放大模型编造的，画师也会学到。</translation>
    </message>
</context>
<context>
    <name>DetectorChoice</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Choose the folder of a model</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Depth Anything, DPT, ZoeDepth or DepthPro for depth, SegFormer and its kin for regions</source>
        <translation>深度用 Depth Anything、DPT、ZoeDepth 或 DepthPro，区域用 SegFormer 一类</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Model that reads the picture</source>
        <translation>读取图像的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>The folder of a model of yours…</source>
        <translation>您的模型文件夹…</translation>
    </message>
</context>
<context>
    <name>DevicePage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source> GiB</source>
        <translation> GiB</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>All that is free</source>
        <translation>所有可用内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>Apple graphics processor</source>
        <translation>Apple 图形处理器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>First graphics card (NVIDIA)</source>
        <translation>第一块显卡 (NVIDIA)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>How much memory of the device the engine may plan with</source>
        <translation>引擎可以使用的设备内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>On a graphics card a smaller number makes the engine hold the model in parts: slower, but it fits. On other devices the model is always held whole.</source>
        <translation>在显卡上，较小的数值会让引擎分部分加载模型：较慢，但装得下。在其他设备上模型总是整体加载。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>The fastest there is</source>
        <translation>最快的设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>The kind of numbers that the model computes with</source>
        <translation>模型计算所用的数字类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>The processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>The processor that paints; a graphics card is a hundred times faster than the CPU</source>
        <translation>用于绘制的处理器；显卡比 CPU 快上百倍</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>What is chosen here holds from the next painting on; the model is then loaded again. Where a painting ran is said in the paint panel.</source>
        <translation>此处的选择从下一次绘制开始生效；届时会重新加载模型。绘制面板会显示画在哪里完成。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>What suits the device</source>
        <translation>适合设备的精度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_device.py"/>
        <source>float32 takes twice the memory; float16 can break up pictures. Each paints a little otherwise.</source>
        <translation>float32 占用两倍内存；float16 可能使画面崩坏。每种精度画出的结果略有不同。</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Brushes</source>
        <translation>画笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Guides</source>
        <translation>结构引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Painters</source>
        <translation>画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>Results</source>
        <translation>成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/docks.py"/>
        <source>{panel} panel</source>
        <translation>{panel}面板</translation>
    </message>
</context>
<context>
    <name>DownloadDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Asking what there is to fetch</source>
        <translation>正在查询需要下载的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Complete, and every file is what was announced. It is chosen for the next painting.</source>
        <translation>下载完成，所有文件均与公布的一致。下次绘制将使用此模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Contact {host} and download</source>
        <translation>连接 {host} 并下载</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Download a model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>FLUX.1-dev is under its maker's non-commercial licence: read and accept it on its page first, and create an access token there. FLUX.1-schnell is under Apache-2.0.</source>
        <translation>FLUX.1-dev 采用其作者的非商业许可：请先在其页面上阅读并接受，并在那里创建访问令牌。FLUX.1-schnell 采用 Apache-2.0 许可。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>It takes about {size}.</source>
        <translation>大约需要 {size}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>It will lie in {folder}, where {free} are free.</source>
        <translation>将保存在 {folder}，那里还有 {free} 可用空间。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Leave offline mode, so that models can be downloaded</source>
        <translation>退出离线模式，以便下载模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Needed where the licence has to be accepted first</source>
        <translation>需要先接受许可协议的模型才需要</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Opens a connection to {host} and to the file servers that it names</source>
        <translation>将连接 {host} 以及它所指定的文件服务器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Owner and name of the model on the hub</source>
        <translation>模型在中心仓库上的所有者和名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Progress of the download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Sent to the hub alone, and not kept by ArtMaster Desktop</source>
        <translation>只发送给中心仓库，ArtMaster Desktop 不会保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Stop now; the next time it goes on from here</source>
        <translation>立即停止；下次从此处继续</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>Stopped. What arrived is kept; the next time it goes on from there.</source>
        <translation>已停止。已下载的部分会保留；下次从该处继续。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>The same switch as in the settings, on the page about privacy</source>
        <translation>与设置中“隐私”页的开关相同</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>{done} of {size}</source>
        <translation>{done} / {size}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/download.py"/>
        <source>{progress}, {speed} a second, {left} left</source>
        <translation>{progress}，每秒 {speed}，剩余 {left}</translation>
    </message>
</context>
<context>
    <name>EditFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Region {number}</source>
        <translation>区域 {number}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Select an area first.</source>
        <translation>请先选择一个范围。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Sketch</source>
        <translation>草图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>There is no layer with pixels to copy from.</source>
        <translation>没有可复制像素的图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>There is no layer with pixels to fill.</source>
        <translation>没有可填充像素的图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>There is no picture in the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>There is nothing to copy here.</source>
        <translation>这里没有可复制的内容。</translation>
    </message>
</context>
<context>
    <name>EnlargeDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>A picture in the results has at most 8192 pixels a side. For paper, print it larger.</source>
        <translation>成果中的图像每边最多 8192 像素。如需更大的纸面尺寸，请用打印。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Another picture is being made larger: wait for its end, or stop it.</source>
        <translation>另一幅图像正在放大：请等它结束，或停止它。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Detail finer than the picture's own is invented by the upscaler.</source>
        <translation>比原图更细的细节由放大模型生成。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Enlarge nothing (Esc)</source>
        <translation>不放大（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Enlarged picture</source>
        <translation>放大的图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Everything drawn becomes as much larger, and the picture a layer on top; it can be undone</source>
        <translation>所有内容同样放大，图像成为最上面的图层；可以撤销</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>How much larger</source>
        <translation>放大多少</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Larger by</source>
        <translation>放大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Let the document grow with it</source>
        <translation>文档随之放大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Make a result larger</source>
        <translation>放大成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Make it larger; the picture comes into the results (Return)</source>
        <translation>放大；图像进入成果（Return）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Make larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>No detail is added.</source>
        <translation>不增加细节。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Times its width and its height</source>
        <translation>宽与高各放大的倍数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>{before} become {after} pixels.</source>
        <translation>{before} 像素变为 {after} 像素。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>{times} times</source>
        <translation>{times} 倍</translation>
    </message>
</context>
<context>
    <name>EnlargeFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_enlarge.py"/>
        <source>Made larger: {size}, in the results.</source>
        <translation>已放大：{size}，在成果中。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_enlarge.py"/>
        <source>Made small again it differs from the picture by a colour distance of {off}.</source>
        <translation>缩回原尺寸后与原图的色差为 {off}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_enlarge.py"/>
        <source>Stopped; nothing was kept.</source>
        <translation>已停止；没有保留任何内容。</translation>
    </message>
</context>
<context>
    <name>EnlargeProgressDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Making the picture larger</source>
        <translation>正在放大图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Progress of the enlargement</source>
        <translation>放大进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>Stop at the next tile; nothing is kept</source>
        <translation>在下一块处停止；不保留任何内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>The upscaler is being loaded.</source>
        <translation>正在载入放大模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>The work goes on (Esc)</source>
        <translation>工作继续（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/enlarge.py"/>
        <source>{part} % is done.</source>
        <translation>已完成 {part} %。</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Ink</source>
        <translation>墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Left mountain</source>
        <translation>左山</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Night sky</source>
        <translation>夜空</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Paper</source>
        <translation>纸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Peaks</source>
        <translation>山峰</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Reed bank</source>
        <translation>芦岸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Right bank</source>
        <translation>右岸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/example_names.py"/>
        <source>Willow bank</source>
        <translation>柳岸</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>95 cannot be told from the picture by eye; less makes smaller files</source>
        <translation>95 肉眼难辨差别；数值越小文件越小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>A file of this name is there and will be replaced.</source>
        <translation>同名文件已存在，将被替换。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>A model, guided by the artist</source>
        <translation>模型所作，由画家引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>A small file that loses a little; for mail and the web.</source>
        <translation>文件小，略有损失；适合邮件和网络。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Change nothing (Esc)</source>
        <translation>不做更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Choose the place</source>
        <translation>选择位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Every pixel as it is, in a smaller file.</source>
        <translation>保留每个像素，文件更小。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Every pixel as it is; for further work and for the web.</source>
        <translation>保留每个像素；适合继续加工和网络使用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Every pixel as it is; for print shops.</source>
        <translation>保留每个像素；适合印刷。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Export the picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Export the picture as</source>
        <translation>图片导出为</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Made by</source>
        <translation>作者</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>The artist's hand</source>
        <translation>画家手绘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>The artist, enhanced by a model</source>
        <translation>画家所作，经模型增强</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>The label in the file that says who made the picture</source>
        <translation>文件中说明此画由谁所作的标签</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Where the picture is written</source>
        <translation>图片写入的位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>Write the picture (Return)</source>
        <translation>写入图片 (Return)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/export.py"/>
        <source>{width} × {height} pixels, without masks.</source>
        <translation>{width} × {height} 像素，不含蒙版。</translation>
    </message>
</context>
<context>
    <name>FileFields</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>16 bits a channel</source>
        <translation>每通道 16 位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>16 bits keep soft gradients; the file is twice as large</source>
        <translation>16 位能保住柔和的渐变；文件大一倍</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>8 bits a channel</source>
        <translation>每通道 8 位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>95 cannot be told from the picture by eye</source>
        <translation>95 时肉眼看不出与原画的差别</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>A model, guided by the artist</source>
        <translation>模型所作，由画家引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Crop marks</source>
        <translation>裁切标记</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Fine lines outside of the sheet that show where it is cut</source>
        <translation>纸张之外的细线，标明在哪里裁切</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Kept in the file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Kind of file</source>
        <translation>文件种类</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Made by</source>
        <translation>作者</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>TIFF and PDF are what print shops take</source>
        <translation>印刷店收 TIFF 和 PDF</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>The artist's hand</source>
        <translation>画家手绘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>The artist, enhanced by a model</source>
        <translation>画家所作，经模型增强</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>The label in the file that says who made the picture</source>
        <translation>文件中说明此画由谁所作的标签</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_file_fields.py"/>
        <source>Title of the work</source>
        <translation>作品标题</translation>
    </message>
</context>
<context>
    <name>FileFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Documents (*.ora)</source>
        <translation>文档 (*.ora)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Don't save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Exported {name}</source>
        <translation>已导出 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Go on with what could be read (Enter)</source>
        <translation>用读得出的内容继续（Enter）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Go on without saving</source>
        <translation>不保存就继续</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Not everything in {name} could be kept. The file itself was not changed.</source>
        <translation>{name} 中并非所有内容都能保留。文件本身未被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Open a document</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Opened with losses</source>
        <translation>打开时有内容丢失</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Opened {name}</source>
        <translation>已打开 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Save the changes to {title}?</source>
        <translation>要保存对“{title}”的更改吗？</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Save the document</source>
        <translation>保存文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Save, and go on then (Enter)</source>
        <translation>保存，然后继续（Enter）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Sketch</source>
        <translation>草图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Stay with this document (Esc)</source>
        <translation>留在这个文档（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_files.py"/>
        <source>What is not saved stays in the bin of recovery for thirty days.</source>
        <translation>未保存的内容会在恢复区保留三十天。</translation>
    </message>
</context>
<context>
    <name>FindRegionsDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>A painter each</source>
        <translation>各配一位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Choose the folder of a segmentation model of yours, SegFormer for instance, as transformers saves it. Nothing is fetched, and no code of the folder is run.</source>
        <translation>请选择您的分割模型文件夹，例如 transformers 保存的 SegFormer。不会下载任何内容，也不会运行文件夹中的代码。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Find regions in a picture</source>
        <translation>在图像中查找区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Found by {means}. Each region can be painted over with the region tool.</source>
        <translation>查找方式：{means}。每个区域都可用区域工具修改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Give each class a painter of its own</source>
        <translation>让每一类各有一位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Make a region of it where it is found</source>
        <translation>找到时为它生成区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Make no regions (Esc)</source>
        <translation>不生成区域（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Make the regions (Return); it can be undone</source>
        <translation>生成区域（Return）；可以撤销</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>None ships yet</source>
        <translation>尚未随附</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Painter of {what}</source>
        <translation>{what}的画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>The canvas' own painters</source>
        <translation>画布自己的画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>The shipped segmenter for landscapes</source>
        <translation>随附的山水分割模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>Who paints this region</source>
        <translation>由谁绘制这个区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/find_regions.py"/>
        <source>With</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>A journal of every edit is always kept: after a crash the document is offered as it was a moment before.</source>
        <translation>始终记录每次编辑：崩溃之后，会提供崩溃前一刻的文档。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>A model of yours that tells pictures in words (BLIP, Florence-2…), in safetensors; the studio lets it write first captions. Nothing is downloaded.</source>
        <translation>你自己的看图说话模型（BLIP、Florence-2……），safetensors 格式；工作室让它写说明的初稿。不下载任何东西。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Back to the usual folder</source>
        <translation>恢复默认文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Captioner</source>
        <translation>看图模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Captions</source>
        <translation>说明</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Choose a folder to take it off the list</source>
        <translation>选择一个文件夹，可将其从列表中移除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Choose the captioner's folder</source>
        <translation>选择看图模型的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Do without a captioner</source>
        <translation>不用看图模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Every painted picture is written here the moment it arrives</source>
        <translation>每幅画一完成就写入此处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folder of painters</source>
        <translation>画师文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folder of the captioner</source>
        <translation>看图模型的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folder of the results</source>
        <translation>成果文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folders and safety</source>
        <translation>文件夹与安全</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folders in which painters are looked for, beside those that ship with the program</source>
        <translation>除程序自带的之外，查找画师的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Folders of painters</source>
        <translation>画师文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>How much memory the steps of the history may take; the oldest are forgotten first</source>
        <translation>历史记录可占用的内存；最旧的步骤最先被丢弃</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Journals of work that you gave up lie in a bin for {days} days, together at most {size} GiB.</source>
        <translation>您放弃的作品的日志会在回收站中保留 {days} 天，合计不超过 {size} GiB。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Keep the two versions before each save</source>
        <translation>保存时保留之前的两个版本</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Memory for undo</source>
        <translation>撤销所用内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Never lose work</source>
        <translation>不丢失作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Painters</source>
        <translation>画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Results</source>
        <translation>成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Show this folder</source>
        <translation>显示此文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Take the folder off the list</source>
        <translation>从列表中移除文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>Takes effect when ArtMaster Desktop is started again.</source>
        <translation>重新启动 ArtMaster Desktop 后生效。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>They lie beside the document, with ~ at the end of the name</source>
        <translation>它们位于文档旁边，名称以 ~ 结尾</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_folders.py"/>
        <source>none: captions are written from what is measured</source>
        <translation>无：说明按测量结果写</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_gallery.py"/>
        <source>Drag a painter onto a region; Return hires it for the one in hand</source>
        <translation>将画师拖到区域上；按回车可用于当前区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_gallery.py"/>
        <source>Painters</source>
        <translation>画师</translation>
    </message>
</context>
<context>
    <name>GatePictures</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>All areas</source>
        <translation>所有区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Nobody paints here: the model paints alone.</source>
        <translation>这里没有画师：由模型单独绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Nothing is known yet: the model is being looked at.</source>
        <translation>尚无信息：正在查看模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>One picture for each painter and area</source>
        <translation>每位画师在每个区域各一幅图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Pictures of the gate</source>
        <translation>门控图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Put it away (Esc)</source>
        <translation>收起 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>The gate: who paints where</source>
        <translation>门控：谁画在哪里</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>The rest of the canvas</source>
        <translation>画布其余部分</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>The whole canvas</source>
        <translation>整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Which area of the canvas is shown</source>
        <translation>显示画布的哪个区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>{name} — {area}, weight {weight}</source>
        <translation>{name} — {area}，权重 {weight}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>{width} × {height} tokens. What is darker, or brighter on dark, is stronger.</source>
        <translation>{width} × {height} 个图块。颜色越突出，作用越强。</translation>
    </message>
</context>
<context>
    <name>GateRowPicture</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Left: how strongly the painter paints each place of the canvas. Right: its strength by depth of the model (rows) and noise, from the first steps to the last (columns).</source>
        <translation>左：画师在画布各处的作用强度。右：按模型深度（行）和噪声（列，从最初几步到最后几步）的强度。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/gate_pictures.py"/>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
</context>
<context>
    <name>GateSection</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>And where they lie: {places}.</source>
        <translation>以及它们的位置：{places}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Asking the gate…</source>
        <translation>正在询问门控…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>For {name} spoke {words}</source>
        <translation>支持 {name} 的词：{words}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Gate: by the words</source>
        <translation>门控：依据文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Gate: words and places</source>
        <translation>门控：文字与位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>How many painters the gate may choose for composition, colour and brushwork each</source>
        <translation>门控可以为构图、设色和笔法各选几位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Let the gate choose painters from what is written, or also from where things lie. What you set by hand always stays.</source>
        <translation>让门控根据所写的文字选择画师，也可以同时参考景物的位置。您手动设定的始终保留。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>No word speaks for {name} above the others.</source>
        <translation>没有哪个词特别指向 {name}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Painters by hand</source>
        <translation>手动选择画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Painters for each part of the work</source>
        <translation>每部分工作的画师数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>See who paints where, in which blocks, at which noise</source>
        <translation>查看谁在哪里、哪些模块、哪个噪声级作画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>The gate cannot choose. {why}</source>
        <translation>门控无法选择。{why}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>What is set by hand leaves the gate nothing to choose.</source>
        <translation>手动设定的画师没有给门控留下可选的余地。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>Who chooses the painters</source>
        <translation>由谁选择画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>one</source>
        <translation>一位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>the sketch</source>
        <translation>草图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>two</source>
        <translation>两位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>{said}; against it {words}</source>
        <translation>{said}；反对的词：{words}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_gate.py"/>
        <source>{sentence}.</source>
        <translation>{sentence}。</translation>
    </message>
</context>
<context>
    <name>GrowthFields</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>A .pth may hold more than numbers. Only its numbers are read; no code in it is run.</source>
        <translation>.pth 文件里可能不只有数字。这里只读取其中的数字，不运行任何代码。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>A file of yours…</source>
        <translation>您自己的文件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>A network adds the detail that a large sheet needs; colours stay what they are</source>
        <translation>由网络补上大幅纸张所需的细节；颜色保持不变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>ArtMaster's upscaler for brush and ink</source>
        <translation>ArtMaster 的笔墨放大模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Choose an upscaler</source>
        <translation>选择放大模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>I know who made this file</source>
        <translation>我知道这个文件是谁做的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Made larger by</source>
        <translation>放大方式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Plain resampling, adds no detail</source>
        <translation>普通重采样，不增加细节</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Upscaler</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Upscalers (*.safetensors *.pth *.pt)</source>
        <translation>放大模型 (*.safetensors *.pth *.pt)</translation>
    </message>
</context>
<context>
    <name>GuideCard</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Draw on its layer</source>
        <translation>在其图层上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Follow this guide, or leave it out</source>
        <translation>遵循此引导，或不用它</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Followed by</source>
        <translation>遵循者</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Followed from</source>
        <translation>开始遵循</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Followed up to</source>
        <translation>遵循到</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>From which part of the steps on it is followed</source>
        <translation>从哪一部分步数开始遵循</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Guide is followed</source>
        <translation>遵循此引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Guide {name}, {kind}</source>
        <translation>引导“{name}”，{kind}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>How strictly the painting keeps to the guide; 0.5 to 0.8 suits most ControlNets, 1 a control adapter</source>
        <translation>绘画遵循引导的严格程度；多数 ControlNet 适合 0.5 到 0.8，控制适配器适合 1</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Layer of the guide</source>
        <translation>引导所在的图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>More about this guide</source>
        <translation>此引导的更多操作</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Read it from another picture…</source>
        <translation>从另一幅图像读取…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Remove guide; its layer stays</source>
        <translation>移除引导；图层保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Show or fold the guide</source>
        <translation>展开或折叠引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Shows</source>
        <translation>内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>The layer that the guide is drawn on; drop one here</source>
        <translation>引导画在哪个图层上；可把图层拖到这里</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>Up to which part of the steps: what is free at the end is free in detail</source>
        <translation>遵循到哪一部分步数：末段自由，细节便自由</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>What is drawn on the layer</source>
        <translation>图层上画的是什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>What the guide shows</source>
        <translation>引导的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_card.py"/>
        <source>{kind}, {strength}</source>
        <translation>{kind}，{strength}</translation>
    </message>
</context>
<context>
    <name>GuideKind</name>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Light and dark</source>
        <translation>明暗</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Line drawing</source>
        <translation>线稿</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Scribble</source>
        <translation>涂鸦</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Soft edges</source>
        <translation>柔和边缘</translation>
    </message>
</context>
<context>
    <name>GuidesPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>A guide holds the painting to a drawing: to its lines, its edges, its depth or its layout. Drop a layer or a picture here, or make a new guide.</source>
        <translation>引导让绘画遵循一幅图：它的线条、边缘、深度或布局。把图层或图像拖到这里，或新建引导。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>A picture is being read</source>
        <translation>正在读取图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>Guides</source>
        <translation>结构引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>New guide</source>
        <translation>新建引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>New guide…</source>
        <translation>新建引导…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>Read lines, edges, depth or layout from a layer or a picture</source>
        <translation>从图层或图像读取线条、边缘、深度或布局</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides.py"/>
        <source>Stop reading the picture</source>
        <translation>停止读取图像</translation>
    </message>
</context>
<context>
    <name>HelpFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>A sketch, two regions, two painters</source>
        <translation>一张草图，两个区域，两位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Brush (B), eraser (E), smudge (U), and the region tool (R): with it you paint where a painter shall work. [ and ] change the size.</source>
        <translation>画笔 (B)、橡皮 (E)、涂抹 (U) 和区域工具 (R)：用它涂出画师作画的地方。[ 和 ] 改变大小。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Drag a painter onto a region, or onto the whole canvas. Its weight and its role (composition, colour, brushwork) are on the region's card.</source>
        <translation>把画师拖到某个区域或整个画布上。权重和职责（构图、设色、笔触）在区域卡片上设置。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Each region has a card: its colour, how much of the canvas it covers, its text and its painters. What would be ignored is said here before you paint.</source>
        <translation>每个区域有一张卡片：颜色、所占画布比例、文字和画师。会被忽略的设置在绘制之前就会在此说明。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Every painting is on the disk the moment it is done, and waits here: compare, apply, paint again. Your sketch is never changed by it.</source>
        <translation>每幅画一完成就已存盘，并在此等候：比较、应用、再次绘制。您的草图不会因此改变。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>One button (Ctrl+Return). The picture forms on the canvas while you go on drawing, and can be stopped at any moment. Live paints again after each stroke.</source>
        <translation>一个按钮 (Ctrl+Return)。画面在画布上逐渐成形，您可以继续作画，也可以随时停止。“实时”会在每笔之后重新绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>One text for the whole picture; regions add what is special about them. English and Chinese.</source>
        <translation>一段文字描述整幅画；各区域再补充自己的特点。中英文均可。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Painters</source>
        <translation>画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Results</source>
        <translation>成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Save a diagnostics file</source>
        <translation>保存诊断文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>The picture in words</source>
        <translation>用文字描述画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>There is nothing to recover.</source>
        <translation>没有可恢复的文档。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>This is an example document. Draw on the canvas with pen or mouse: a rough sketch is enough. Space moves the paper, Ctrl and the wheel zoom.</source>
        <translation>这是一个示例文档。用画笔或鼠标在画布上作画：粗略的草图就够了。按住空格移动画纸，Ctrl 加滚轮缩放。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_help.py"/>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Add group</source>
        <translation>添加图层组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/guide_commands.py"/>
        <source>Add guide</source>
        <translation>添加引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Add image layer</source>
        <translation>添加图像图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/lettering_commands.py"/>
        <source>Add lettering</source>
        <translation>添加文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Add mask</source>
        <translation>添加蒙版</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_hiring.py"/>
        <source>Add painter</source>
        <translation>添加画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Add region</source>
        <translation>添加区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Add sketch layer</source>
        <translation>添加草图图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Add to selection</source>
        <translation>添加到选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/app/results.py"/>
        <source>Apply result</source>
        <translation>应用成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Blend mode</source>
        <translation>混合模式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/brush.py"/>
        <source>Brush stroke</source>
        <translation>画笔笔画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/lettering_commands.py"/>
        <source>Change lettering</source>
        <translation>更改文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/canvas_commands.py"/>
        <source>Crop canvas</source>
        <translation>裁剪画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Duplicate layer</source>
        <translation>复制图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/guide_commands.py"/>
        <source>Edit guide</source>
        <translation>编辑引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions.py"/>
        <source>Edit painters</source>
        <translation>编辑画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Edit painting</source>
        <translation>编辑绘制设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Edit prompt</source>
        <translation>编辑提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Edit region</source>
        <translation>编辑区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Edit title</source>
        <translation>编辑标题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/canvas_commands.py"/>
        <source>Enlarge picture</source>
        <translation>放大图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/brush.py"/>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/class_regions.py"/>
        <source>Find regions</source>
        <translation>查找区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Group layers</source>
        <translation>图层编组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Grow selection</source>
        <translation>扩大选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Hide layer</source>
        <translation>隐藏图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/pictures.py"/>
        <source>Insert picture</source>
        <translation>插入图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Intersect selection</source>
        <translation>与选区相交</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Invert selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Layer opacity</source>
        <translation>图层不透明度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Lock layer</source>
        <translation>锁定图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/merging.py"/>
        <source>Merge down</source>
        <translation>向下合并</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/merging.py"/>
        <source>Merge group</source>
        <translation>合并图层组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_hiring.py"/>
        <source>Mix painters</source>
        <translation>混合画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_model.py"/>
        <source>Move layer</source>
        <translation>移动图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/guide_commands.py"/>
        <source>Order guides</source>
        <translation>排列引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Order regions</source>
        <translation>调整区域顺序</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/region.py"/>
        <source>Paint region</source>
        <translation>绘制区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Region colour</source>
        <translation>区域颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/guide_commands.py"/>
        <source>Remove guide</source>
        <translation>移除引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Remove layer</source>
        <translation>删除图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Remove layers</source>
        <translation>删除图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/region_commands.py"/>
        <source>Remove region</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Rename layer</source>
        <translation>重命名图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_commands.py"/>
        <source>Repaint</source>
        <translation>重绘局部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/canvas_commands.py"/>
        <source>Resize canvas</source>
        <translation>更改画布大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/canvas_commands.py"/>
        <source>Resize picture</source>
        <translation>缩放图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Select layer</source>
        <translation>按图层选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Select region</source>
        <translation>按区域选择</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Select what is added</source>
        <translation>选择新增部分</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Show layer</source>
        <translation>显示图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Shrink selection</source>
        <translation>缩小选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/brush.py"/>
        <source>Smudge</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_edit.py"/>
        <source>Soften selection</source>
        <translation>柔化选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/region.py"/>
        <source>Take away from region</source>
        <translation>从区域中减去</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Take from selection</source>
        <translation>从选区减去</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/text.py"/>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/layer_commands.py"/>
        <source>Ungroup layers</source>
        <translation>取消图层编组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/commands.py"/>
        <source>Unlock layer</source>
        <translation>解锁图层</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>Beginning</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>Opened</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>Click a step to see the document as it was then; nothing is lost</source>
        <translation>点击某一步可查看当时的文档；不会丢失任何内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/history.py"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>HistoryPopup</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_history.py"/>
        <source>Earlier prompts</source>
        <translation>以前的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_history.py"/>
        <source>Only prompts with these words</source>
        <translation>只显示包含这些词的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_history.py"/>
        <source>Prompts that you paint are kept here.</source>
        <translation>您绘制过的提示词会保存在这里。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_history.py"/>
        <source>Return takes the chosen prompt</source>
        <translation>按回车使用所选的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_history.py"/>
        <source>Search earlier prompts</source>
        <translation>搜索以前的提示词</translation>
    </message>
</context>
<context>
    <name>ImportReport</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Added. Whether it fits the model is found out when it first paints.</source>
        <translation>已添加。是否适合模型要到首次绘制时才知道。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Added: {count}.</source>
        <translation>已添加：{count}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Cannot paint: {count}.</source>
        <translation>无法使用：{count}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Checked in full and added.</source>
        <translation>已完整检查并添加。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Fetch it again: it may not have arrived whole.</source>
        <translation>请重新获取：文件可能不完整。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Files that cannot be used</source>
        <translation>无法使用的文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Its training went wrong; an earlier version of it may be sound.</source>
        <translation>其训练出了问题；较早的版本可能是好的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Look for a version made for FLUX.1, or choose its model.</source>
        <translation>请查找为 FLUX.1 制作的版本，或选择其对应的模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>New painters</source>
        <translation>新画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>No painters (.safetensors files) were found there.</source>
        <translation>那里没有找到画师（.safetensors 文件）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Not used: {why} ({count}).</source>
        <translation>未使用：{why}（{count}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>One of its layers has no place on the canvas: in a region it acts everywhere, at the region's share.</source>
        <translation>其中 1 层在画布上没有位置：在区域中它按该区域的比例作用于整个画面。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Other formats can run programs when they are opened; ask its maker for .safetensors.</source>
        <translation>其他格式在打开时可能运行程序；请向作者索取 .safetensors 文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Plain LoRA files can be used; DoRA and LoHa cannot.</source>
        <translation>可以使用普通 LoRA 文件；不支持 DoRA 和 LoHa。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>Plain LoRA files for FLUX.1 can be used.</source>
        <translation>可以使用 FLUX.1 的普通 LoRA 文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>The same file is in the library already: {slug}.</source>
        <translation>库中已有相同的文件：{slug}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>There already: {count}.</source>
        <translation>已存在：{count}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>These files lie in the library and cannot paint: {count}.</source>
        <translation>库中有 {count} 个文件无法用于绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/import_painter.py"/>
        <source>{count} of its layers have no place on the canvas: in a region they act everywhere, at the region's share.</source>
        <translation>其中 {count} 层在画布上没有位置：在区域中它们按该区域的比例作用于整个画面。</translation>
    </message>
</context>
<context>
    <name>InHand</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Colours in hand</source>
        <translation>当前颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Painting with {front}, second {back}</source>
        <translation>绘画颜色 {front}，第二颜色 {back}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>The colour to paint with, and behind it the second one: press to swap (X)</source>
        <translation>前面是绘画颜色，后面是第二颜色：点击交换 (X)</translation>
    </message>
</context>
<context>
    <name>InkPalette</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Cinnabar</source>
        <translation>朱砂</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Clear ink</source>
        <translation>清墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Dense ink</source>
        <translation>浓墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Gamboge</source>
        <translation>藤黄</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Heavy ink</source>
        <translation>重墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Indigo</source>
        <translation>花青</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Mineral blue</source>
        <translation>石青</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Mineral green</source>
        <translation>石绿</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Ochre</source>
        <translation>赭石</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Pale ink</source>
        <translation>淡墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Rouge</source>
        <translation>胭脂</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Scorched ink</source>
        <translation>焦墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/colour_swatches.py"/>
        <source>Shell white</source>
        <translation>蛤粉</translation>
    </message>
</context>
<context>
    <name>InscriptionDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Inscription</source>
        <translation>题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>One line for each column; the first is on the right</source>
        <translation>每行为一列；第一行在最右</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Spaces at the beginning of a line let its column begin lower</source>
        <translation>行首的空格使该列低起</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Text</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>InterfacePage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>How large everything in the window is, beside what the system asks for</source>
        <translation>在系统设置之外，窗口内容的大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Interface</source>
        <translation>界面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Light or dark; both are neutral greys, so that colours are seen as they are</source>
        <translation>浅色或深色；两者均为中性灰，以便如实看到颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Takes effect when ArtMaster Desktop is started again.</source>
        <translation>重新启动 ArtMaster Desktop 后生效。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>The language of the window</source>
        <translation>窗口的语言</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_interface.py"/>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>LargeStroke</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>How the brush in hand paints; hardest pressure in the middle</source>
        <translation>当前画笔的效果；中段压力最大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/brushes.py"/>
        <source>Stroke of the brush in hand</source>
        <translation>当前画笔的笔画</translation>
    </message>
</context>
<context>
    <name>LayerDelegate</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>Name of the layer</source>
        <translation>图层名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>group of {count}</source>
        <translation>{count} 个图层的组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>inscription</source>
        <translation>题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>region</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_delegate.py"/>
        <source>sketch</source>
        <translation>草图</translation>
    </message>
</context>
<context>
    <name>LayersModel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_model.py"/>
        <source>hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_model.py"/>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_model.py"/>
        <source>shown</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add a layer above the current one</source>
        <translation>在当前图层之上添加图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add group</source>
        <translation>添加图层组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add layer</source>
        <translation>添加图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add picture layer</source>
        <translation>添加图像图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add region</source>
        <translation>添加区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Add sketch layer</source>
        <translation>添加草图图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Blend mode</source>
        <translation>混合模式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Duplicate layer</source>
        <translation>复制图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Group layers</source>
        <translation>图层编组</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Group {number}</source>
        <translation>组 {number}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>How much of the layer is seen; drag, or double click to type</source>
        <translation>图层的可见程度；拖动或双击输入</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>How the layer mixes with what lies below it</source>
        <translation>图层与其下内容的混合方式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Merge down</source>
        <translation>向下合并</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Move layer down</source>
        <translation>下移图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Move layer up</source>
        <translation>上移图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Paste picture as layer</source>
        <translation>将图片粘贴为图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Picture {number}</source>
        <translation>图像 {number}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Region {number}</source>
        <translation>区域 {number}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Remove layer</source>
        <translation>删除图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Rename layer</source>
        <translation>重命名图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Sketch {number}</source>
        <translation>草图 {number}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>There is not enough memory for this.</source>
        <translation>内存不足，无法完成。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers.py"/>
        <source>Ungroup layers</source>
        <translation>取消图层编组</translation>
    </message>
</context>
<context>
    <name>LayersView</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_view.py"/>
        <source>Drag a layer to another place; F2 renames it</source>
        <translation>拖动图层可改变其位置；按 F2 重命名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/layers_view.py"/>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
</context>
<context>
    <name>LetteringFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_letters.py"/>
        <source>The Move tool (V) moves, turns and scales it; it stays sharp.</source>
        <translation>移动工具 (V) 可移动、旋转、缩放它；始终清晰。</translation>
    </message>
</context>
<context>
    <name>LetteringPreview</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>How it will look on paper</source>
        <translation>在纸上的样子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Preview of the letters</source>
        <translation>文字预览</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>A layer that is chosen in the Paint panel goes before it.</source>
        <translation>在绘制面板中选定的图层优先。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>After this time it is painted between two strokes all the same</source>
        <translation>超过此时间后，仍会在两笔之间绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>All that is seen</source>
        <translation>所见的全部画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Few steps are quick and rough; the Paint button takes its own</source>
        <translation>步数少则快而粗略；“绘制”按钮使用自己的步数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>How long the pen has to rest before it is painted</source>
        <translation>停笔多久之后开始绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>How much of what is drawn is painted anew</source>
        <translation>所画内容被重绘的程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>In live mode the canvas is painted again whenever a stroke has ended, never while the pen is down.</source>
        <translation>在实时模式下，每次笔画结束后都会重新绘制画布，落笔时从不绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Live mode</source>
        <translation>实时模式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Paint over</source>
        <translation>绘制起点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Painted anew</source>
        <translation>重绘程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Rest</source>
        <translation>停顿</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>The layer in hand</source>
        <translation>当前图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_live.py"/>
        <source>What live mode begins with: the visible pictures merged, or the active layer alone</source>
        <translation>实时模式的起点：合并后的可见画面，或仅当前图层</translation>
    </message>
</context>
<context>
    <name>LogViewer</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Copy what is shown</source>
        <translation>复制显示的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>How grave a line must be to be shown</source>
        <translation>要显示的最低严重程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Least level</source>
        <translation>最低级别</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Nothing to show.</source>
        <translation>没有可显示的内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>One file for a bug report, without pictures, prompts or names</source>
        <translation>用于问题报告的单个文件，不含图片、提示词或名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Only lines with these words (Ctrl+F)</source>
        <translation>只显示包含这些词的行 (Ctrl+F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Open the folder of the log</source>
        <translation>打开日志所在文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Read the log again (F5)</source>
        <translation>重新读取日志 (F5)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Save a diagnostics file…</source>
        <translation>保存诊断文件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Search the log</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>The log stays on this machine unless you send it yourself.</source>
        <translation>除非您自行发送，日志只保存在这台电脑上。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/log_viewer.py"/>
        <source>What the program noted, the latest last</source>
        <translation>程序记录的内容，最新的在最后</translation>
    </message>
</context>
<context>
    <name>Losses</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>Another program dropped our data: prompts, painters and settings are gone.</source>
        <translation>其他程序丢弃了我们的数据：提示词、画师和设置已丢失。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>Another program dropped our data; all of it was found again.</source>
        <translation>其他程序丢弃了我们的数据；现已全部找回。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>The layer of a guide is gone, and the guide with it.</source>
        <translation>一个引导所在的图层不在了，引导也随之消失。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>The layer that painting started from is gone: it starts from nothing.</source>
        <translation>绘制所依据的图层已不存在：将从空白开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>The region {name} is gone: its mask was deleted in another program.</source>
        <translation>区域“{name}”已不存在：其蒙版在其他程序中被删除。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>The region {name} lost its text and painters; its mask is there.</source>
        <translation>区域“{name}”丢失了文字和画师；蒙版还在。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_losses.py"/>
        <source>{part} cannot be shown here and would be lost by saving.</source>
        <translation>{part} 无法在此显示，保存后会丢失。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Autosave does not work: {reason}</source>
        <translation>自动保存不起作用：{reason}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Autosave works again.</source>
        <translation>自动保存已恢复。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Closing when the file is written…</source>
        <translation>文件写入后即关闭…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Insert pictures</source>
        <translation>插入图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Paint with pen, mouse or finger; each tool is taken by its letter</source>
        <translation>用笔、鼠标或手指作画；每种工具可按其字母键选用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Pictures ({ends})</source>
        <translation>图片 ({ends})</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Some settings could not be read and are at their defaults again.</source>
        <translation>部分设置无法读取，已恢复为默认值。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Something went wrong inside ({kind}). Your work is kept; Help, Log says more.</source>
        <translation>程序内部出错（{kind}）。您的作品已保留；详情见“帮助”→“日志”。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>That could not be done: {reason}</source>
        <translation>无法完成：{reason}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window.py"/>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>MarkDiagram</name>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>Inscription {place}, on {share} of the works</source>
        <translation>题跋{place}，见于 {share} 的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>Seal {place}, {width} wide, on {share} of the works</source>
        <translation>印章{place}，宽 {width}，见于 {share} 的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>Where a seal or an inscription goes in a document painted by this painter</source>
        <translation>由这位画师作画的文档中，印章或题跋放在哪里</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>at the bottom</source>
        <translation>在下方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>at the left</source>
        <translation>在左侧</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>at the right</source>
        <translation>在右侧</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>at the top</source>
        <translation>在上方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>in the middle</source>
        <translation>在中间</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>lower left</source>
        <translation>在左下</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>lower right</source>
        <translation>在右下</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>upper left</source>
        <translation>在左上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/mark_diagram.py"/>
        <source>upper right</source>
        <translation>在右上</translation>
    </message>
</context>
<context>
    <name>MarksPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Arrow keys choose a mark</source>
        <translation>方向键选择标记</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Arrow keys push the chosen frame, + and - size it, Page Down takes the next, Del removes it</source>
        <translation>方向键移动选中的框，+ 和 - 改变大小，Page Down 选下一个，Del 删除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Draw</source>
        <translation>画框</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Draw a box around a mark that was missed: drag over it (Esc ends)</source>
        <translation>给漏掉的标记画框：在其上拖动（Esc 结束）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Inscription</source>
        <translation>题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Kind of mark to draw</source>
        <translation>要画的标记种类</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Look for seals and inscriptions on all works that are kept</source>
        <translation>在所有保留的作品上寻找印章和题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Look for seals and inscriptions on this work; what you decided stays</source>
        <translation>在这件作品上寻找印章和题跋；您决定过的会保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Look for them</source>
        <translation>寻找</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>None yet: look for them, or draw them.</source>
        <translation>还没有：可以寻找，或自己画。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>On all</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Reject</source>
        <translation>否定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Seals and inscriptions are left out of what a painter learns, so that it does not scribble signs of its own. Confirm what was found, reject what is none, draw what was missed.</source>
        <translation>印章和题跋不让画师学，免得它自己乱写字。请确认找到的，否定不是的，补画漏掉的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>Seals and inscriptions of this work</source>
        <translation>这件作品的印章和题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>The picked box is a mark</source>
        <translation>选中的框是标记</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>The picked box is none (Delete)</source>
        <translation>选中的框不是标记（Delete）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>The work and its seals and inscriptions</source>
        <translation>作品和它的印章、题跋</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>What is drawn next</source>
        <translation>接下来画哪一种</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>found</source>
        <translation>找到</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>rejected</source>
        <translation>已否定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/marks_page.py"/>
        <source>{share} sure</source>
        <translation>把握 {share}</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_menus.py"/>
        <source>No documents yet</source>
        <translation>还没有文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_menus.py"/>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
</context>
<context>
    <name>MixCells</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_cells.py"/>
        <source>Pictures between two painters</source>
        <translation>两位画师之间的过渡画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_cells.py"/>
        <source>Press a picture, or drag between them, to set both painters' weights (←, →, Enter)</source>
        <translation>点击一幅画，或在其间拖动，以设置两位画师的权重 (←、→、Enter)</translation>
    </message>
</context>
<context>
    <name>MixGridDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Between painters</source>
        <translation>画师之间</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Give the region the weights of the chosen picture; it can be undone</source>
        <translation>把所选图片的权重交给区域；可以撤销</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Paint nine small pictures with one seed, each corner by one painter alone</source>
        <translation>用同一个种子绘制九幅小图，每个角由一位画师单独完成</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Put it away (Esc)</source>
        <translation>收起 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Stop painting this square</source>
        <translation>停止绘制这组图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/mix_grid.py"/>
        <source>Use</source>
        <translation>采用</translation>
    </message>
</context>
<context>
    <name>MixStrip</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source> pictures</source>
        <translation> 幅</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>A painter to mix; one can be dropped here</source>
        <translation>要混合的画师；可拖到此处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Choose two different painters.</source>
        <translation>请选择两位不同的画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Give these weights to the active region (Enter)</source>
        <translation>将这些权重用于当前区域 (Enter)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>How many pictures the strip has; each is one small painting</source>
        <translation>这一条有多少幅；每幅都是一张小画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Paint the pictures between both painters, with one seed</source>
        <translation>用同一种子绘制两位画师之间的过渡画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Pictures in the strip</source>
        <translation>画面数量</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Stop painting this strip</source>
        <translation>停止绘制这一条</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>The other way round</source>
        <translation>对调</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Two painters are needed.</source>
        <translation>需要两位画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>the whole canvas</source>
        <translation>整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/mix_strip.py"/>
        <source>{left} % {one} · {right} % {other}
for {place}</source>
        <translation>{left} % {one} · {right} % {other}
用于{place}</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>34 GB, under its own non-commercial licence; asks before it goes online</source>
        <translation>34 GB，采用其自有的非商业许可；联网前会先询问</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>A FLUX.1 model of my own</source>
        <translation>我自己的 FLUX.1 模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>A diffusers folder, or a single-file transformer in a folder with the other parts</source>
        <translation>diffusers 文件夹，或与其他部分同在一个文件夹的单文件 transformer</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Checkpoint (*.safetensors)</source>
        <translation>检查点 (*.safetensors)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Choose a single-file transformer</source>
        <translation>选择单文件 transformer</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Choose the model's folder</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Download FLUX.1-dev</source>
        <translation>下载 FLUX.1-dev</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>FLUX.1-dev, FLUX.1-schnell, or a model made from them</source>
        <translation>FLUX.1-dev、FLUX.1-schnell，或由它们衍生的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Folder or .safetensors file of the model</source>
        <translation>模型的文件夹或 .safetensors 文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>No model is chosen yet.</source>
        <translation>尚未选择模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Paint with this model from now on</source>
        <translation>今后用此模型绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Place of the model</source>
        <translation>模型的位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Small and quick; it paints landscapes on any machine</source>
        <translation>小巧快速；在任何电脑上都能画山水</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>The engine is looking at the model.</source>
        <translation>引擎正在查看模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>The starter that ships with ArtMaster Desktop</source>
        <translation>ArtMaster Desktop 自带的入门模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>with guidance</source>
        <translation>支持引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>without guidance</source>
        <translation>不支持引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_model.py"/>
        <source>{model} paints: {least} to {most} pixels a side, {guidance}.</source>
        <translation>{model} 可绘制：边长 {least} 至 {most} 像素，{guidance}。</translation>
    </message>
</context>
<context>
    <name>ModelReport</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/model_report.py"/>
        <source>Complete: {size} on the disk. In bfloat16 the whole model takes {whole} of memory; on a graphics card that is smaller, {largest} are enough, one network at a time.</source>
        <translation>完整：磁盘占用 {size}。以 bfloat16 运行时整个模型需要 {whole} 内存；在较小的显卡上，逐个网络加载只需 {largest}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/model_report.py"/>
        <source>One file has to be fetched before this model can paint.</source>
        <translation>还需获取一个文件，此模型才能绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/model_report.py"/>
        <source>cut off or damaged: {files}</source>
        <translation>不完整或已损坏：{files}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/model_report.py"/>
        <source>missing: {files}</source>
        <translation>缺少：{files}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/model_report.py"/>
        <source>{count} files have to be fetched before this model can paint.</source>
        <translation>还需获取 {count} 个文件，此模型才能绘制。</translation>
    </message>
</context>
<context>
    <name>MoveTool</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/move.py"/>
        <source>There is nothing on this layer to move.</source>
        <translation>此图层上没有可移动的内容。</translation>
    </message>
</context>
<context>
    <name>NewDocumentDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Another size</source>
        <translation>其他尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Best for {model}, {name}: {size}</source>
        <translation>最适合 {model}，{name}：{size}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Change nothing (Esc)</source>
        <translation>不做更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Full HD screen</source>
        <translation>全高清屏幕</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>How many pixels an inch of paper gets, for the sheets in the list</source>
        <translation>列表中的纸张每英寸多少像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Make the new canvas (Return)</source>
        <translation>创建新画布 (Return)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>New document</source>
        <translation>新建文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Resolution of paper</source>
        <translation>纸张分辨率</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Sizes that the model paints best, and sheets of paper</source>
        <translation>模型最擅长的尺寸，以及纸张尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Swap width and height</source>
        <translation>交换宽度和高度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>The title of the document</source>
        <translation>文档的标题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>{dpi} dots per inch</source>
        <translation>每英寸 {dpi} 点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>{megapixels} megapixels.</source>
        <translation>{megapixels} 百万像素。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>{model} paints it at this size.</source>
        <translation>{model} 以此尺寸绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_document.py"/>
        <source>{model} paints it at {painted}, enlarged or reduced to the canvas.</source>
        <translation>{model} 以 {painted} 绘制，再缩放到画布。</translation>
    </message>
</context>
<context>
    <name>NewGuideDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>It shows this already: use it as it is</source>
        <translation>它已经是这种图：按原样使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Kind of guide</source>
        <translation>引导的种类</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Lines white on black, near places white, a colour for each class; a layer is drawn on itself</source>
        <translation>黑底白线、近处为白、每类一色；图层则直接在其上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Make</source>
        <translation>生成</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Make nothing (Esc)</source>
        <translation>不生成（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Make the guide (Return); it can be undone</source>
        <translation>生成引导（Return）；可以撤销</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>New guide</source>
        <translation>新建引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>No segmenter ships yet: give the folder of a model of yours, or draw it and use it as it is. Edges, lines, scribbles, soft edges and light and dark need none.</source>
        <translation>尚未随附分割模型：请给出您的模型文件夹，或自己画好并按原样使用。边缘、线稿、涂鸦、柔和边缘和明暗都不需要模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Nothing is read. What you draw on this layer from now on, the guide follows.</source>
        <translation>不读取任何内容。此后您在该图层上画的，引导都会跟随。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Nothing is read: the picture becomes a hidden layer that you can draw on.</source>
        <translation>不读取任何内容：图像成为可在其上绘制的隐藏图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Read by: {means}. The guide becomes a hidden layer that you can draw on.</source>
        <translation>读取方式：{means}。引导成为可在其上绘制的隐藏图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>What the painting is to keep to</source>
        <translation>绘画要遵循什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>With</source>
        <translation>使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/new_guide.py"/>
        <source>Without a model</source>
        <translation>不用模型</translation>
    </message>
</context>
<context>
    <name>NoticeList</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_notices.py"/>
        <source>Notes on the next painting</source>
        <translation>关于下一次绘制的提示</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>After other programs have been closed</source>
        <translation>关闭其他程序之后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Every painter at {percent} % of its weight</source>
        <translation>每位画师只用其权重的 {percent} %</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Instead of {asked}, enlarged to the canvas: less detail</source>
        <translation>代替 {asked}，再放大到画布：细节较少</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Instead of {asked}: sooner done, rougher</source>
        <translation>代替 {asked} 步：更快完成，较粗略</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Much slower, with the machine's own memory</source>
        <translation>慢得多，但使用电脑自身的内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint in one step</source>
        <translation>用 1 步绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint on the processor (CPU)</source>
        <translation>在处理器 (CPU) 上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint smaller, at {painted}</source>
        <translation>以较小尺寸 {painted} 绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint with fewer painters: {kept}</source>
        <translation>用较少的画师绘制：{kept}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint with gentler painters</source>
        <translation>减轻画师的权重再绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Paint with {steps} steps</source>
        <translation>用 {steps} 步绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Try again as it is</source>
        <translation>原样重试</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble_offers.py"/>
        <source>Without {resting}</source>
        <translation>不使用 {resting}</translation>
    </message>
</context>
<context>
    <name>OptionsBar</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Add to the selection</source>
        <translation>添加到选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>All layers</source>
        <translation>所有图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Along a line, or around a point</source>
        <translation>沿直线，或围绕一点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Bold</source>
        <translation>粗体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Bold letters</source>
        <translation>加粗</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Connected</source>
        <translation>连续</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Diameter in pixels ([ ])</source>
        <translation>直径（像素）([ ])</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>End in nothing instead of the second colour</source>
        <translation>以透明结束，而不是第二颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Font of the text</source>
        <translation>文字的字体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Height of the text in pixels</source>
        <translation>文字高度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>How different a colour may be</source>
        <translation>允许的颜色差异</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>How selections join</source>
        <translation>选区组合方式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Italic</source>
        <translation>斜体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Look at the picture, not at the layer alone</source>
        <translation>参考整个画面，而不仅是图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>New selection</source>
        <translation>新选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Only what both cover</source>
        <translation>取交集</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Only what touches the point</source>
        <translation>仅与所点位置相连的部分</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Options of the tool</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Paint the region smaller instead of larger</source>
        <translation>把区域涂小而不是涂大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Pick from the picture, not the layer</source>
        <translation>从整个画面取色，而不仅是图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Radial</source>
        <translation>径向</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Shape of the gradient</source>
        <translation>渐变形状</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Slanted letters</source>
        <translation>倾斜</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Softness of the border in pixels</source>
        <translation>边缘的柔和程度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Take away</source>
        <translation>减去</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Take from the selection</source>
        <translation>从选区减去</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>To transparent</source>
        <translation>渐变到透明</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>What a new selection does to the old one</source>
        <translation>新选区与原选区的关系</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>A painter needs at least {count} works; about twenty make a good one.</source>
        <translation>画师至少需要 {count} 件作品；二十件左右才好。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>About {time}, as the last time.</source>
        <translation>约 {time}，按上次的速度。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Fast: the starter, no GPU needed</source>
        <translation>快速：自带模型，无需显卡</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>How often every work is gone through</source>
        <translation>每件作品学几遍</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>How the painter is taught</source>
        <translation>怎样教画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Name</source>
        <translation>名字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Seed: FLUX.1 on a GPU</source>
        <translation>种子：显卡上的 FLUX.1</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Show or fold the advanced settings</source>
        <translation>展开或折叠高级设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>That is too little room: make some before you begin.</source>
        <translation>空间太少：请先腾出一些再开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>The time is known after the first steps.</source>
        <translation>走过最初几步就知道要多久。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>The word that calls the painter in a prompt</source>
        <translation>在提示词中唤出画师的词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>Trigger</source>
        <translation>触发词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>What it will cost</source>
        <translation>需要多少</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>What the painter is called in the library</source>
        <translation>画师在画师库里的名字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>{size} of disk while it learns; {free} are free.</source>
        <translation>学习时占磁盘 {size}；尚有 {free} 可用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/order_form.py"/>
        <source>{works} works, about {crops} crops shown, the rest held out to judge by.</source>
        <translation>{works} 件作品，约 {crops} 张裁图用来学，其余留作评判。</translation>
    </message>
</context>
<context>
    <name>PaintFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_paint.py"/>
        <source>Painted: shown, not applied. {key} applies it; a stroke or Esc puts it away.</source>
        <translation>画好了：仅供查看，尚未应用。按 {key} 应用；落笔或按 Esc 收起。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_paint.py"/>
        <source>{title} ({count} new)</source>
        <translation>{title}（{count} 个新的）</translation>
    </message>
</context>
<context>
    <name>PaintPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Choose the model and the device</source>
        <translation>选择模型和设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Let the surroundings go on where something is selected; no text is read for it</source>
        <translation>让周围的画面延续到所选之处；不读取任何文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Live mode: paint again whenever a stroke has ended</source>
        <translation>实时模式：每次笔画结束后重新绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Live: painting</source>
        <translation>实时：绘制中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Live: pen down</source>
        <translation>实时：落笔中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Live: waiting</source>
        <translation>实时：等待中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Looking at the model</source>
        <translation>正在查看模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Model: {model}</source>
        <translation>模型：{model}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>No model is chosen</source>
        <translation>未选择模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Paint over all that is seen</source>
        <translation>在所见画面之上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Paint over {layer}</source>
        <translation>在“{layer}”上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Paint several pictures that differ in their seed</source>
        <translation>绘制种子不同的多幅画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Paint the canvas (Ctrl+Return)</source>
        <translation>绘制画布 (Ctrl+Return)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Remove what is there</source>
        <translation>移除其中的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Runs on {place}</source>
        <translation>运行于 {place}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>The model cannot be used</source>
        <translation>模型无法使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>Where the last painting ran</source>
        <translation>上次绘制在哪里完成</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>{count} variations</source>
        <translation>{count} 个变体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>{count} waiting in the queue</source>
        <translation>队列中有 {count} 个等待</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint.py"/>
        <source>{extent}, {steps}</source>
        <translation>{extent}，{steps}</translation>
    </message>
</context>
<context>
    <name>PaintProgress</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_progress.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_progress.py"/>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_progress.py"/>
        <source>Progress of the painting</source>
        <translation>绘制进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_progress.py"/>
        <source>Stop this painting now (Esc)</source>
        <translation>立即停止绘制 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_progress.py"/>
        <source>The picture as it forms</source>
        <translation>正在成形的画面</translation>
    </message>
</context>
<context>
    <name>PaintSettingsForm</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>A painting that has been made gets another seed the next time; press to keep it</source>
        <translation>画过之后下次会换种子；点击可保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Canvas {canvas}</source>
        <translation>画布 {canvas}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>From nothing</source>
        <translation>从空白开始</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>How closely the painting keeps to the words; 3.5 suits FLUX.1-dev</source>
        <translation>画面遵循文字的程度；3.5 适合 FLUX.1-dev</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>How many steps the painting takes. More is finer and slower; 20 is a good start</source>
        <translation>绘制的步数。越多越精细也越慢；20 是不错的起点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>How much of it is painted anew: little follows it closely, 100 % keeps nothing</source>
        <translation>重绘的程度：数值小则紧随原画，100 % 则什么也不保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Keep the seed</source>
        <translation>保留种子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Over what is seen</source>
        <translation>在所见画面之上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Over {layer}</source>
        <translation>在“{layer}”之上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Painted anew</source>
        <translation>重绘程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Painted at the size of the canvas, {canvas}.</source>
        <translation>以画布尺寸 {canvas} 绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Painted at {painted} and resized to the canvas, {canvas}.</source>
        <translation>以 {painted} 绘制，再缩放到画布 {canvas}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>The seed stays: painting again without a change paints the same picture</source>
        <translation>种子不变：不作更改再次绘制会得到相同的画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>The seed: the same seed and settings paint the same picture again</source>
        <translation>种子：相同的种子和设置会画出相同的画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>The selection is painted with its surroundings in view.</source>
        <translation>重画选区时会参照其周围的画面。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>What the painting starts from: nothing, all that is seen, or one layer that it paints over</source>
        <translation>绘制的起点：空白、所见的全部画面，或在某个图层之上绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/paint_settings.py"/>
        <source>{model} takes no guidance.</source>
        <translation>{model} 不支持引导。</translation>
    </message>
</context>
<context>
    <name>PaintedCard</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>What the whole picture shows and how it is composed</source>
        <translation>整幅画画的是什么，如何构图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>{name}, weight {weight}</source>
        <translation>{name}，权重 {weight}</translation>
    </message>
</context>
<context>
    <name>PainterDetails</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source> (it ships with the program and stays as it is)</source>
        <translation>（程序自带，不可更改）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Also called</source>
        <translation>又名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Back to all painters (Esc)</source>
        <translation>返回所有画师 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Learned from</source>
        <translation>所学作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Let this painter paint the active region, or the whole canvas (Enter)</source>
        <translation>让此画师绘制当前区域或整个画布 (Enter)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Likes to paint</source>
        <translation>擅长题材</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Look for painters with this tag</source>
        <translation>查找带此标签的画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Made for</source>
        <translation>适用模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Move this painter to the trash</source>
        <translation>将此画师移到回收站</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Paint with {colour}</source>
        <translation>用 {colour} 绘画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Rename this painter</source>
        <translation>重命名此画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>See where this painter keeps its ranks</source>
        <translation>查看这位画师的秩分布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Show its file in the file manager</source>
        <translation>在文件管理器中显示其文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Trigger</source>
        <translation>触发词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Works enlarged</source>
        <translation>放大过的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>not said</source>
        <translation>未说明</translation>
    </message>
</context>
<context>
    <name>PainterDrop</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_drop.py"/>
        <source>This painter is not in the library any more.</source>
        <translation>此画师已不在库中。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_drop.py"/>
        <source>the whole canvas</source>
        <translation>整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_drop.py"/>
        <source>{painter} paints {place}.</source>
        <translation>{painter}绘制{place}。</translation>
    </message>
</context>
<context>
    <name>PainterRow</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Let this painter paint, or rest</source>
        <translation>让此画师作画或休息</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Paints: {role}</source>
        <translation>负责：{role}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Role of {name}: {role}</source>
        <translation>{name}的职责：{role}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Take this painter away</source>
        <translation>移除此画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Take {name} away</source>
        <translation>移除{name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Weight of {name}</source>
        <translation>{name}的权重</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>not in the library</source>
        <translation>不在库中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>{name} paints</source>
        <translation>{name}作画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>{name}: {about}</source>
        <translation>{name}：{about}</translation>
    </message>
</context>
<context>
    <name>PainterSection</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Add a painter</source>
        <translation>添加画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Add a painter; or drag one here from the painters' panel</source>
        <translation>添加画师；或从画师面板拖到此处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>No painters in the library</source>
        <translation>库中没有画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Painter</source>
        <translation>画师</translation>
    </message>
</context>
<context>
    <name>Painters</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_model.py"/>
        <source>It came without pictures; it paints all the same.</source>
        <translation>没有附带图片；不影响绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_model.py"/>
        <source>Its card (card.json) is damaged: name, tags and licence come from the file itself.</source>
        <translation>其卡片 (card.json) 已损坏：名称、标签和许可取自文件本身。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_model.py"/>
        <source>Made for {base}</source>
        <translation>适用于 {base}</translation>
    </message>
</context>
<context>
    <name>PaintersPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>A file in the library cannot be used: see why</source>
        <translation>库中有一个文件无法使用：查看原因</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Add painters</source>
        <translation>添加画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Add painters from files; files and folders can also be dropped here</source>
        <translation>从文件添加画师；也可将文件或文件夹拖到此处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Adding painters</source>
        <translation>正在添加画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Checking {name}</source>
        <translation>正在检查 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Documents that use it stay as they are and tell that it is missing. The trash gives it back.</source>
        <translation>使用它的文档保持不变，并会提示缺少它。可从回收站还原。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Drop to check these files and add what can paint.</source>
        <translation>松开以检查这些文件，并添加可用的画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Everything about the selected painter (Space)</source>
        <translation>所选画师的详情（空格）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Files that cannot be used</source>
        <translation>无法使用的文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Let the selected painter paint the active region, or the whole canvas (Enter)</source>
        <translation>让所选画师绘制当前区域或整个画布 (Enter)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Looking at the painters…</source>
        <translation>正在读取画师…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Move to trash…</source>
        <translation>移到回收站…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Move {name} to the trash?</source>
        <translation>要将“{name}”移到回收站吗？</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>No painters yet. Drop a LoRA for FLUX.1 (.safetensors) here.</source>
        <translation>还没有画师。请将 FLUX.1 的 LoRA (.safetensors) 拖到此处。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Nobody like that. Fewer words find more.</source>
        <translation>没有找到。减少关键词可找到更多。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Painters</source>
        <translation>画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Painters (LoRA)</source>
        <translation>画师 (LoRA)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Remove painter</source>
        <translation>删除画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Rename painter</source>
        <translation>重命名画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Search names in both languages, tags and motifs (Ctrl+F)</source>
        <translation>搜索中英文名称、标签和题材 (Ctrl+F)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Search names, tags, motifs…</source>
        <translation>搜索名称、标签、题材…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Search painters</source>
        <translation>搜索画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>See the pictures between two, three or four painters: select them first (Ctrl+click)</source>
        <translation>查看两位、三位或四位画师之间的图片：先选中他们（Ctrl+点击）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Show in file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Show its ranks…</source>
        <translation>显示秩分布…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Sort painters by</source>
        <translation>画师排序</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Stop adding painters</source>
        <translation>停止添加画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Train a painter from works… (Ctrl+T)</source>
        <translation>用作品训练画师…（Ctrl+T）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>What the painters are sorted by</source>
        <translation>画师的排序方式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters.py"/>
        <source>{count} files in the library cannot be used: see why</source>
        <translation>库中有 {count} 个文件无法使用：查看原因</translation>
    </message>
</context>
<context>
    <name>PaletteStrip</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Palette: {colours}</source>
        <translation>色彩：{colours}</translation>
    </message>
</context>
<context>
    <name>PictureDoor</name>
    <message>
        <location filename="artmaster_desktop/ui/widgets/pictures.py"/>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/widgets/pictures.py"/>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
</context>
<context>
    <name>PlacesSection</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_places.py"/>
        <source>0 % leaves the place free; 100 % follows as strictly as the guide says</source>
        <translation>0 % 不受约束；100 % 与引导设定一样严格</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_places.py"/>
        <source>Elsewhere</source>
        <translation>其他地方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_places.py"/>
        <source>How strictly where, times the strength</source>
        <translation>各处的严格程度（乘以强度）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_places.py"/>
        <source>Strictness elsewhere</source>
        <translation>其他地方的严格程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/guides_places.py"/>
        <source>Strictness in {region}</source>
        <translation>{region}中的严格程度</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>A file of this name is there and will be replaced.</source>
        <translation>已有同名文件，将被替换。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Another sheet is being printed: wait for its end, or stop it.</source>
        <translation>正在打印另一张：请等它结束，或将其停止。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Choose the place</source>
        <translation>选择位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Print into a file</source>
        <translation>打印到文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Print into the file</source>
        <translation>打印到文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Print nothing (Esc)</source>
        <translation>不打印 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Where the file is written</source>
        <translation>文件写到哪里</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_dialog.py"/>
        <source>Write the file (Return)</source>
        <translation>写入文件 (回车)</translation>
    </message>
</context>
<context>
    <name>PrintFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Not installed, so another font is printed: {fonts}</source>
        <translation>未安装，改用其他字体打印：{fonts}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Printed {name}</source>
        <translation>已打印 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；没有写入任何文件。</translation>
    </message>
</context>
<context>
    <name>PrintProgress</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Printing {name}</source>
        <translation>正在打印 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Progress of the printing</source>
        <translation>打印进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>Stop at the next tile; nothing is written</source>
        <translation>到下一块时停止；不写入任何文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>The picture is being made larger and written.</source>
        <translation>正在放大并写入画面。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>The printing goes on (Esc)</source>
        <translation>打印继续进行 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_print.py"/>
        <source>{part} % is on the disk.</source>
        <translation>已写入 {part}%。</translation>
    </message>
</context>
<context>
    <name>PrintWords</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>At most {size} on the disk, where {free} are free.</source>
        <translation>磁盘上最多占 {size}，该处剩余 {free}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>How long it takes is being measured…</source>
        <translation>正在测算所需时间…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>It takes about {duration}.</source>
        <translation>大约需要 {duration}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>More than eight times larger: most of what is seen from near is invented.</source>
        <translation>放大超过八倍：近看时大部分细节是凭空补出来的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>On it the picture has {dpi} dpi of its own</source>
        <translation>画面自身在这张纸上有 {dpi} dpi</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>The disk may be too full for it: choose another place.</source>
        <translation>磁盘可能放不下：请另选位置。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>The sheet has {width} × {height} pixels ({mega} megapixels).</source>
        <translation>这张纸有 {width} × {height} 像素（{mega} 百万像素）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>Under 150 dpi pixels begin to show at arm's length.</source>
        <translation>低于 150 dpi，一臂之遥就会看出像素。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>enough, nothing has to be added</source>
        <translation>足够，无需补充</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>it is made {factor} times larger</source>
        <translation>将放大 {factor} 倍</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_words.py"/>
        <source>{size} {own}: {grown}.</source>
        <translation>{size}{own}：{grown}。</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Everything is painted on this machine. ArtMaster Desktop never goes online by itself: it has no telemetry, sends no reports and does not look for updates.</source>
        <translation>一切都在这台电脑上绘制。ArtMaster Desktop 从不自行联网：没有遥测，不发送报告，也不检查更新。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Logs and crash reports stay in a folder of this machine. They hold no prompts, no pictures and no names of your files.</source>
        <translation>日志和崩溃报告保存在这台电脑的一个文件夹中，不含提示词、图片或您的文件名。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>One file to send along with a question, if you want to: logs and settings, redacted</source>
        <translation>如果您愿意，可随问题一起发送的单个文件：经过脱敏的日志和设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Open the folder of the logs</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Save a diagnostics file</source>
        <translation>保存诊断文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Show the last lines of the log</source>
        <translation>显示日志的最后几行</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Stay offline: do not even offer downloads</source>
        <translation>保持离线：不提供任何下载</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>While this is on, nothing in this program can open a connection</source>
        <translation>开启时，程序中的任何部分都不能建立连接</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Without it, the one thing that goes online is a download of a model that you start yourself, after it has said which server it will contact.</source>
        <translation>关闭时，唯一会联网的是您自己启动的模型下载，而且会先说明将连接哪台服务器。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_privacy.py"/>
        <source>Zip archive (*.zip)</source>
        <translation>Zip 压缩包 (*.zip)</translation>
    </message>
</context>
<context>
    <name>ProgressDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/progress.py"/>
        <source>Put away</source>
        <translation>收起</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/progress.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_edit.py"/>
        <source>What is to be painted, in English or Chinese; words are completed while you type</source>
        <translation>要画的内容，中文或英文均可；输入时会补全词语</translation>
    </message>
</context>
<context>
    <name>PromptPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Composes the whole picture</source>
        <translation>决定整幅画的构图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Earlier prompts</source>
        <translation>以前的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Edit this prompt</source>
        <translation>编辑此提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Empty the prompt</source>
        <translation>清空提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Only inside this region</source>
        <translation>仅在此区域内</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Prompt of the whole canvas</source>
        <translation>整个画布的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Prompt of {region}</source>
        <translation>“{region}”的提示词</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Too long: the model reads the first {most} of {tokens} tokens</source>
        <translation>过长：共 {tokens} 个词元，模型只读前 {most} 个</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>What is special in this region; a few words are enough</source>
        <translation>此区域的特别之处；几个词就够了</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>What the whole picture shows and how it is composed</source>
        <translation>整幅画画的是什么，如何构图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Whole canvas</source>
        <translation>整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>Write tags in the other language</source>
        <translation>用另一种语言书写标签</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt.py"/>
        <source>{tokens} of the {most} tokens that the model reads</source>
        <translation>模型可读 {most} 个词元，已用 {tokens} 个</translation>
    </message>
</context>
<context>
    <name>ProofDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>As the sheet looks beside the screen's white</source>
        <translation>纸张放在屏幕白旁边时的样子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>Change nothing (Esc)</source>
        <translation>不作更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>Show the canvas so (Return)</source>
        <translation>这样显示画布 (回车)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>Show the paper's own white and the darkest ink</source>
        <translation>显示纸张自己的白和最深的墨</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>Soft proof</source>
        <translation>软打样</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>The canvas is shown as this printer prints it. Nothing in the picture changes.</source>
        <translation>画布按这台打印机的效果显示。画面本身不变。</translation>
    </message>
</context>
<context>
    <name>ProofFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>The canvas is shown as the printer prints it.</source>
        <translation>画布正按打印机的效果显示。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_proof.py"/>
        <source>The canvas is shown in the colours of the file.</source>
        <translation>画布正按文件的色彩显示。</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Live painting</source>
        <translation>实时绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Mixture {index} of {count}</source>
        <translation>混合 {index} / {count}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Painted</source>
        <translation>已完成</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Painting</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Variation {index} of {count}</source>
        <translation>变体 {index} / {count}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>Waits: {size}, {steps}</source>
        <translation>等待中：{size}，{steps}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue_model.py"/>
        <source>{what}, seed {seed}</source>
        <translation>{what}，种子 {seed}</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Cancel everything that runs and waits</source>
        <translation>取消所有正在进行和等待的绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Cancel it, or take it off the list where it has ended</source>
        <translation>取消；若已结束则从列表移除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Drag what waits into another order</source>
        <translation>拖动等待的项目可调整顺序</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Nothing waits. Press Paint to begin.</source>
        <translation>队列为空。按“绘制”开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Paint it earlier</source>
        <translation>提前绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Paint it later</source>
        <translation>推后绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Paintings in the queue</source>
        <translation>队列中的绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Put it into the queue again</source>
        <translation>再次放入队列</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Say what happened and what helps</source>
        <translation>说明发生了什么以及如何解决</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/queue.py"/>
        <source>{count} waiting</source>
        <translation>{count} 个等待中</translation>
    </message>
</context>
<context>
    <name>RankPictures</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Double blocks</source>
        <translation>双流模块</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Numbers in the layers are effective ranks: how many directions a change really has. Shades are its strength.</source>
        <translation>各层中的数字是有效秩：改变实际包含多少个方向。颜色深浅表示强度。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Pictures of the painter</source>
        <translation>画师的图示</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Put it away (Esc)</source>
        <translation>收起 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Reading the painter…</source>
        <translation>正在读取画师…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Single blocks</source>
        <translation>单流模块</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>Where {name} keeps its ranks</source>
        <translation>{name} 的秩分布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>{count} layers. Number: effective rank. Shade: strength of the change.</source>
        <translation>{count} 层。数字：有效秩。深浅：改变的强度。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/rank_pictures.py"/>
        <source>{part}: which blocks and noise it changes with</source>
        <translation>{part}：随哪些模块和噪声而变</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>A painting that was waiting is lost.</source>
        <translation>丢失了一幅等待中的绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>One square of 256 pixels of the layer {name} is lost.</source>
        <translation>图层“{name}”丢失了一个 256 像素的方块。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Recovered {name}.</source>
        <translation>已恢复 {name}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Recovered.</source>
        <translation>已恢复。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>The file {path} is gone or was changed: what was not touched since is lost.</source>
        <translation>文件 {path} 已不存在或被更改：此后未改动的内容已丢失。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Unfinished paintings in the queue, to be tried again: {count}.</source>
        <translation>队列中有未完成的绘制可以重试：{count}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>{count} paintings that were waiting are lost.</source>
        <translation>丢失了 {count} 幅等待中的绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>{count} squares of 256 pixels of the layer {name} are lost.</source>
        <translation>图层“{name}”丢失了 {count} 个 256 像素的方块。</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>ArtMaster Desktop was not closed in order. These documents are kept as they were within two seconds of the end.</source>
        <translation>ArtMaster Desktop 上次未正常关闭。这些文档保留了关闭前两秒内的状态。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Ask again at the next start (Esc)</source>
        <translation>下次启动时再询问 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Choose a document; Enter opens it</source>
        <translation>选择一个文档；按 Enter 打开</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Documents that can be recovered</source>
        <translation>可以恢复的文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Give up the chosen document; it stays in the bin for thirty days</source>
        <translation>放弃所选文档；它会在回收区保留三十天</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Never saved</source>
        <translation>从未保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Open the chosen document as it was (Enter)</source>
        <translation>按当时的状态打开所选文档 (Enter)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Put into the bin</source>
        <translation>放入回收区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Recover documents</source>
        <translation>恢复文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>a painting was not finished</source>
        <translation>一幅画未完成</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>its file was changed since, or is gone</source>
        <translation>其文件此后被更改或已不存在</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>never saved</source>
        <translation>从未保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery.py"/>
        <source>{count} paintings were not finished</source>
        <translation>{count} 幅画未完成</translation>
    </message>
</context>
<context>
    <name>RecoveryReport</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Go on with what could be recovered (Enter)</source>
        <translation>用恢复出的内容继续（Enter）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Not everything could be recovered. What is missing is empty.</source>
        <translation>并非所有内容都能恢复。缺失部分为空白。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/recovery_report.py"/>
        <source>Recovered with losses</source>
        <translation>恢复时有内容丢失</translation>
    </message>
</context>
<context>
    <name>RegionCard</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Colour of the region</source>
        <translation>区域的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Colour of the region on the canvas</source>
        <translation>区域在画布上的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>How much of the canvas the region covers</source>
        <translation>区域占画布的比例</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>How much the region takes over from the whole canvas</source>
        <translation>区域取代整个画布设置的程度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>How soft the border is: the blur of the mask, in canvas pixels</source>
        <translation>边界的柔和程度：蒙版的模糊（画布像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>More about this region</source>
        <translation>更多区域操作</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Name of the region</source>
        <translation>区域名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Name of the region; click to change it</source>
        <translation>区域名称；点击更改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Paint this region, or leave it out</source>
        <translation>绘制或略过此区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Region is painted</source>
        <translation>绘制此区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Region {name}</source>
        <translation>区域 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Remove region</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Show or fold the region</source>
        <translation>展开或折叠区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>What is special in this region; a few words are enough</source>
        <translation>此区域的特别之处；几个词就够了</translation>
    </message>
</context>
<context>
    <name>RegionTool</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/region.py"/>
        <source>Choose the region to take away from.</source>
        <translation>请选择要从中减去的区域。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/region.py"/>
        <source>Region {number}</source>
        <translation>区域 {number}</translation>
    </message>
</context>
<context>
    <name>RegionsPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions.py"/>
        <source>Add a region; paint on the canvas to give it its place</source>
        <translation>添加区域；在画布上涂出它的位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions.py"/>
        <source>Add region</source>
        <translation>添加区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions.py"/>
        <source>Many regions: each has less room, and painting takes longer.</source>
        <translation>区域较多：每个区域空间更小，绘制也更慢。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions.py"/>
        <source>Region {number}</source>
        <translation>区域 {number}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <location filename="artmaster_desktop/app/results.py"/>
        <source>Painting {seed}</source>
        <translation>绘画 {seed}</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Brushwork</source>
        <translation>笔触</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Colour</source>
        <translation>设色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Composition</source>
        <translation>构图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_painter.py"/>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>RootCard</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Show or fold the whole canvas</source>
        <translation>展开或折叠整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/regions_card.py"/>
        <source>Whole canvas</source>
        <translation>整个画布</translation>
    </message>
</context>
<context>
    <name>SaveResult</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_save.py"/>
        <source>JPEG picture (*.jpg)</source>
        <translation>JPEG 图片 (*.jpg)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_save.py"/>
        <source>PNG picture that carries its job (*.png)</source>
        <translation>带有绘制信息的 PNG 图片 (*.png)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_save.py"/>
        <source>Save the picture as</source>
        <translation>图片另存为</translation>
    </message>
</context>
<context>
    <name>SealDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>A name, one to nine characters</source>
        <translation>名号，一至九字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Characters</source>
        <translation>印文</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Chip it anew</source>
        <translation>换一种残损</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Cut</source>
        <translation>刻法</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>How much of edge and ground the years have taken</source>
        <translation>岁月磨去了多少边与底</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Intaglio, white characters (白文)</source>
        <translation>白文（阴刻，白字）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Other chips and specks</source>
        <translation>另一种崩缺与斑点</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Oval</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Read from top to bottom and from right to left; / begins a new column</source>
        <translation>自上而下、自右而左读；/ 另起一列</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Relief, red characters (朱文)</source>
        <translation>朱文（阳刻，红字）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Round</source>
        <translation>圆</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Square</source>
        <translation>方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>The shape of the stone</source>
        <translation>印石的形状</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>What takes the paste: the characters, or the ground around them</source>
        <translation>沾印泥的是字，还是字周围的底</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Worn</source>
        <translation>残损</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings.py"/>
        <source>Everything is kept already (Esc)</source>
        <translation>所有更改均已保存 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings.py"/>
        <source>Pages of the settings</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings.py"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings.py"/>
        <source>Up and Down turn the pages</source>
        <translation>按上下键切换页面</translation>
    </message>
</context>
<context>
    <name>SheetFields</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source> mm</source>
        <translation> 毫米</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>300 is usual; 150 is enough from two paces away</source>
        <translation>通常用 300；两步之外看 150 就够</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Another size</source>
        <translation>其他尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>As the picture lies</source>
        <translation>随画面方向</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Bleed</source>
        <translation>出血</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Border</source>
        <translation>留白边</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Fills the sheet, its edges are cut</source>
        <translation>铺满纸张，裁去画边</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Height</source>
        <translation>高</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Height of the sheet</source>
        <translation>纸张的高</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>How the sheet lies</source>
        <translation>纸张如何摆放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Lying</source>
        <translation>横放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Orientation</source>
        <translation>方向</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Paper left blank on every side</source>
        <translation>四周留出的空白</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Printed beyond the cut on every side, 3 mm is usual; for pictures that fill the sheet</source>
        <translation>四周印到裁切线之外，通常 3 毫米；用于铺满纸张的画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>The picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>The sheet as it is after trimming</source>
        <translation>裁切之后的纸张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Upright</source>
        <translation>竖放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>What to do where paper and picture are of unlike shape</source>
        <translation>纸与画的形状不同时怎么办</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Whole, with paper around it</source>
        <translation>完整，四周露纸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Width</source>
        <translation>宽</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_fields.py"/>
        <source>Width of the sheet</source>
        <translation>纸张的宽</translation>
    </message>
</context>
<context>
    <name>SheetPreview</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_preview.py"/>
        <source>Preview of the sheet</source>
        <translation>纸张预览</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/print_preview.py"/>
        <source>The sheet as it will be printed; the dashed line is where it is cut</source>
        <translation>将要打印的样子；虚线处裁切</translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/sheet_view.py"/>
        <source>After step {step}</source>
        <translation>第 {step} 步之后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/sheet_view.py"/>
        <source>Earlier samples: the same prompts with the same seeds</source>
        <translation>较早的样张：提示词与种子相同</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/sheet_view.py"/>
        <source>Samples</source>
        <translation>样张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/sheet_view.py"/>
        <source>Samples with fixed seeds appear here as the painter learns.</source>
        <translation>画师学习时，这里会出现固定种子的样张。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/sheet_view.py"/>
        <source>Step of the samples</source>
        <translation>样张的步数</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Assign</source>
        <translation>指定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Choose an action to give it another key.</source>
        <translation>选择一个操作，为它指定其他按键。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Choose an action to give it other keys</source>
        <translation>选择一项操作，为其设置其他快捷键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Give the action this key</source>
        <translation>为该操作指定此按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Press the keys that shall do it</source>
        <translation>请按下要使用的按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Search by name or key</source>
        <translation>按名称或按键搜索</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>Take it over</source>
        <translation>改用此键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>The key that it came with</source>
        <translation>该操作的默认按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>The keys that all actions came with</source>
        <translation>恢复所有操作的默认按键</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>{action} has no key.</source>
        <translation>“{action}”没有按键。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>{action} has the key {keys}.</source>
        <translation>“{action}”的按键是 {keys}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>{keys} belongs to {names}. Taking it over leaves that without a key.</source>
        <translation>{keys} 已用于“{names}”。改用后，后者将没有按键。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/settings_shortcuts.py"/>
        <source>{keys} is free for {action}.</source>
        <translation>{keys} 可用于“{action}”。</translation>
    </message>
</context>
<context>
    <name>SourceChoice</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>A picture's file…</source>
        <translation>图像文件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>All that is seen</source>
        <translation>所有可见内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Choose a picture</source>
        <translation>选择图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>From which picture it is read; the picture stays as it is</source>
        <translation>从哪幅图像读取；图像保持不变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Picture to read</source>
        <translation>要读取的图像</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/structure_fields.py"/>
        <source>Pictures ({ends})</source>
        <translation>图像（{ends}）</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>A region for each</source>
        <translation>每人一个区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Arrow keys scroll the page</source>
        <translation>按方向键滚动页面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>ArtMaster Desktop</source>
        <translation>ArtMaster Desktop</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Choose a size and begin (Ctrl+N)</source>
        <translation>选择尺寸并开始 (Ctrl+N)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Four painters</source>
        <translation>四位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Go on with</source>
        <translation>继续上次的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>New document</source>
        <translation>新建文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>One for each bank</source>
        <translation>两岸各一位</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>One painter</source>
        <translation>一位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Open a document</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Open a file (Ctrl+O)</source>
        <translation>打开文件 (Ctrl+O)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Over a sketch of hills</source>
        <translation>画在山峦草图之上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>See the way from a sketch to a painting (F1)</source>
        <translation>看看如何从草图到成画 (F1)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Several painters on one canvas. Everything stays on this machine.</source>
        <translation>多位画师，同一画布。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Three hands on one sheet</source>
        <translation>三人合作一幅</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Three roles</source>
        <translation>三种职责</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Tour of one minute</source>
        <translation>一分钟导览</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Try an example</source>
        <translation>试试示例</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Two painters</source>
        <translation>两位画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/start.py"/>
        <source>Welcome page</source>
        <translation>欢迎页</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Offline: nothing leaves this machine, and nothing is fetched</source>
        <translation>离线：没有任何内容离开这台电脑，也不下载任何内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Online for downloads that you ask for; nothing else leaves this machine</source>
        <translation>仅为您要求的下载联网；没有其他内容离开这台电脑</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Size of the canvas</source>
        <translation>画布大小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Size of the canvas in pixels</source>
        <translation>画布大小（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Where it runs</source>
        <translation>运行位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Where paintings are made; click for the settings</source>
        <translation>绘制所用的设备；点击打开设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>Zoom; click to fit the canvas in the window</source>
        <translation>缩放；点击使画布适合窗口</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>{count} waiting</source>
        <translation>{count} 个等待中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_status.py"/>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>StructureFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_structure.py"/>
        <source>Found by {means}: {regions}.</source>
        <translation>查找方式：{means}；找到：{regions}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_structure.py"/>
        <source>Guide: {kind}</source>
        <translation>引导：{kind}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_structure.py"/>
        <source>None of these was found; no region was made.</source>
        <translation>这些都没有找到；没有生成区域。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_structure.py"/>
        <source>Read by: {means}.</source>
        <translation>读取方式：{means}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_structure.py"/>
        <source>Reading the picture…</source>
        <translation>正在读取图像…</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>16 bits a channel became 8.</source>
        <translation>每通道 16 位已转为 8 位。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>A huge scan: it is worked with at a reduced size.</source>
        <translation>巨幅扫描件：以缩小的尺寸处理。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>A small scan: its crops have to be enlarged.</source>
        <translation>扫描件较小：裁图需要放大。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>All steps were taken.</source>
        <translation>所有步数都已走完。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Better: {better}.</source>
        <translation>建议：{better}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It contradicts itself: {detail}.</source>
        <translation>自相矛盾：{detail}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It does not say what is to be seen.</source>
        <translation>没有说画的是什么。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It ended early: works that were held out were no longer painted better. The best state was kept.</source>
        <translation>提前结束：留出的作品不再画得更好。已保留最好的状态。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It is longer than a text encoder reads: {detail} words.</source>
        <translation>超过文本编码器能读的长度：{detail} 个词。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It mixes English and Chinese: “{detail}”.</source>
        <translation>中英文混用：“{detail}”。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It says nothing of brush, ink, blank or colour.</source>
        <translation>没有提到笔、墨、留白或色彩。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It says the same as “{detail}”.</source>
        <translation>与“{detail}”说的相同。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>It says “{detail}” twice.</source>
        <translation>“{detail}”说了两遍。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Its colour profile became sRGB.</source>
        <translation>其色彩配置文件已转为 sRGB。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Its colour profile is damaged and was ignored.</source>
        <translation>其色彩配置文件已损坏，未予采用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Learning</source>
        <translation>学习中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Loading the model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Only the first of its pages is used.</source>
        <translation>只用其中第一页。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Painting samples</source>
        <translation>正在画样张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Printing colours (CMYK) became sRGB.</source>
        <translation>印刷色（CMYK）已转为 sRGB。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Reading the works</source>
        <translation>正在读作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Saving the painter</source>
        <translation>正在保存画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>The picture does not show “{detail}”.</source>
        <translation>画面上看不出“{detail}”。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>The vocabulary has another word for “{detail}”.</source>
        <translation>词表对“{detail}”另有用词。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>There is a character that cannot be read: {detail}.</source>
        <translation>有无法读出的字符：{detail}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>There is no caption yet.</source>
        <translation>还没有说明文字。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>Transparent parts were laid on white.</source>
        <translation>透明处已衬白底。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>“{detail}” is in the caption and not on the work.</source>
        <translation>说明文字里有“{detail}”，作品上没有。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>“{detail}” is not in the vocabulary.</source>
        <translation>词表里没有“{detail}”。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/wording.py"/>
        <source>“{detail}” is on the work and not in the caption.</source>
        <translation>作品上有“{detail}”，说明文字里没有。</translation>
    </message>
</context>
<context>
    <name>StudioFlow</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_studio.py"/>
        <source>A new painter is in the library: {name}</source>
        <translation>画师库里有了新画师：{name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_studio.py"/>
        <source>The training of {name} is not finished: Painters, Train a painter…</source>
        <translation>{name} 的训练尚未完成：见菜单“画师”，“用作品训练画师…”</translation>
    </message>
</context>
<context>
    <name>StudioWindow</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Artist</source>
        <translation>画家</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Captions</source>
        <translation>说明</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Choose the folder first that the scans shall go to.</source>
        <translation>请先选择扫描件要放进的文件夹。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Crops</source>
        <translation>裁图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Enlarging small scans: {done} of {all}</source>
        <translation>正在放大小幅扫描件：{done} / {all}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Folder of works</source>
        <translation>作品文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Folder of works…</source>
        <translation>作品文件夹…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Looking for seals and inscriptions: {done} of {all}</source>
        <translation>正在寻找印章和题跋：{done} / {all}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Looking for the best crops: {done} of {all}</source>
        <translation>正在寻找最好的裁图：{done} / {all}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>No folder yet. Choose one, new or with scans in it.</source>
        <translation>还没有文件夹。请选一个，新的或已有扫描件的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Open the folder of one artist's works; scans that lie there come in (Ctrl+O)</source>
        <translation>打开一位画家的作品文件夹；其中的扫描件会收进来（Ctrl+O）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Pages of the studio</source>
        <translation>画室的各页</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Studio</source>
        <translation>画室</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>The artist's name</source>
        <translation>画家姓名</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Whose works these are</source>
        <translation>这些是谁的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Works</source>
        <translation>作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/window.py"/>
        <source>Writing captions: {done} of {all}</source>
        <translation>正在写说明文字：{done} / {all}</translation>
    </message>
</context>
<context>
    <name>TagShelves</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_tags.py"/>
        <source>Kinds of words</source>
        <translation>词语类别</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/prompt_tags.py"/>
        <source>{word}: click to add it to the prompt, or take it out</source>
        <translation>{word}：点击加入提示词或移除</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/text.py"/>
        <source>Ctrl+Enter keeps the text, Esc drops it</source>
        <translation>Ctrl+Enter 保留文字，Esc 放弃</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/text.py"/>
        <source>Text on the canvas</source>
        <translation>画布上的文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/text.py"/>
        <source>Write here</source>
        <translation>在此输入</translation>
    </message>
</context>
<context>
    <name>TextTool</name>
    <message>
        <location filename="artmaster_desktop/ui/canvas/tools/text.py"/>
        <source>Text</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>1 step</source>
        <translation>1 步</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>{duration} left</source>
        <translation>剩余 {duration}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/messages.py"/>
        <source>{steps} steps</source>
        <translation>{steps} 步</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/main_window_tools.py"/>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>Back</source>
        <translation>上一张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>Begin to paint</source>
        <translation>开始作画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>End the tour</source>
        <translation>结束导览</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>End the tour (Esc); F1 brings it back</source>
        <translation>结束导览 (Esc)；按 F1 可再次打开</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>Next</source>
        <translation>下一张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>The card before (Left)</source>
        <translation>上一张卡片（左方向键）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>The next card (Right)</source>
        <translation>下一张卡片（右方向键）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/tour.py"/>
        <source>{number} of {all}</source>
        <translation>{number} / {all}</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Begin; painting goes first whenever you paint meanwhile</source>
        <translation>开始；其间您作画时，作画优先</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Give it up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Give this training up: no painter is made of it</source>
        <translation>放弃这次训练：不会生成画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Give this training up? What was learned so far is lost; your works stay.</source>
        <translation>放弃这次训练吗？已学到的会丢失；您的作品保留。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Go on exactly where the training was left</source>
        <translation>从停下的地方原样继续</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Learning</source>
        <translation>学习中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Let the checkpoint go and begin again with the works as they are</source>
        <translation>丢弃检查点，用现在的作品重新开始</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Name the painter, look at what it will cost, and begin.</source>
        <translation>给画师起名，看看需要多少，然后开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Ranks in use</source>
        <translation>使用中的秩</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Show the finished painter in the library</source>
        <translation>在画师库中查看完成的画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Show the painter</source>
        <translation>查看画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Start from the beginning</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>State of the training</source>
        <translation>训练状态</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Stop for good…</source>
        <translation>彻底停止…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Stopping at the next step…</source>
        <translation>将在下一步停下…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>The loss is drawn here.</source>
        <translation>损失曲线画在这里。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>The ranks are drawn here.</source>
        <translation>秩的曲线画在这里。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>The training goes on and tries again; the last good checkpoint is still there.</source>
        <translation>训练继续并会再试；上一个完好的检查点仍在。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>The training of {name} stopped.</source>
        <translation>{name} 的训练停了。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>There is a painter called {name} already. Replace it with the new one?</source>
        <translation>已有名为 {name} 的画师。要用新的替换吗？</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Train a painter</source>
        <translation>训练画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Train the painter</source>
        <translation>训练画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Waits while you paint; goes on by itself afterwards.</source>
        <translation>您作画时等候，之后自动继续。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>Write a checkpoint at the next step and let the device go</source>
        <translation>在下一步写下检查点并让出设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>all layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>held out</source>
        <translation>留出作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>without the painter</source>
        <translation>没有画师时</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>works shown</source>
        <translation>所学作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>{name} is in the library: {steps} steps in {time}.</source>
        <translation>{name} 已在画师库中：{steps} 步，用时 {time}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>{name} is in the library: {steps} steps.</source>
        <translation>{name}已在画库中：共{steps}步。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/train_page.py"/>
        <source>{name} is paused and can go on where it was left, today or another day.</source>
        <translation>{name} 已暂停，今天或改日都能从停下处继续。</translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>0 % begins from nothing; from about 50 % on the old colours stay too</source>
        <translation>0 % 表示从零开始；约 50 % 以上会连原来的颜色一起保留</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Drawing that stays</source>
        <translation>保留的画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>How much of the old drawing stays</source>
        <translation>保留多少原来的画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>How strongly the painter paints; 1 as it was trained</source>
        <translation>画师的作用强度；1 为训练时的强度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Only this region is painted, over what is seen there; the result is a layer of it.</source>
        <translation>只在可见内容之上重绘这个区域；成果是它的一个图层。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Paint again by another painter</source>
        <translation>由另一位画师重绘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Paint it; the picture comes into the results (Return)</source>
        <translation>开始绘制；图片会进入成果栏 (Return)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Paint nothing (Esc)</source>
        <translation>不绘制 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Painter</source>
        <translation>画师</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>The work</source>
        <translation>作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>The work itself stays as it is. The new picture comes into the results.</source>
        <translation>作品本身保持不变。新图片会进入成果栏。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Weight of the painter</source>
        <translation>画师的权重</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>What the work shows</source>
        <translation>作品画的是什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>What the work shows; without words the painter paints what it likes</source>
        <translation>作品画的是什么；不写则由画师自由发挥</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/mixing/transfer.py"/>
        <source>Who paints the work again</source>
        <translation>由谁重绘这件作品</translation>
    </message>
</context>
<context>
    <name>TrayModel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_model.py"/>
        <source>Painted in {duration}</source>
        <translation>用时 {duration}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_model.py"/>
        <source>Painters: {painters}</source>
        <translation>画师：{painters}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_model.py"/>
        <source>Seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
</context>
<context>
    <name>TrayPanel</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Apply to the selection</source>
        <translation>应用到选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Bring the deleted picture back</source>
        <translation>恢复已删除的画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Compare it with the canvas, or two chosen ones with each other</source>
        <translation>与画布比较，或比较两幅选中的画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Everything painted for this document</source>
        <translation>为此文档绘制的全部作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Give the work to another painter; the result comes into the tray</source>
        <translation>把作品交给另一位画师；结果会进入成果栏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Lay the picture on the canvas as a new layer</source>
        <translation>将画作为新图层放到画布上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Lay the picture on the canvas where it is selected</source>
        <translation>将画放到画布的选区内</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Make larger…</source>
        <translation>放大…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Make the picture twice or four times as large; the result comes into the tray</source>
        <translation>把图像放大两倍或四倍；成果进入托盘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Mark it, so that it stays and is found</source>
        <translation>收藏，以便保留和查找</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>No variations yet. Paint some from the paint panel.</source>
        <translation>还没有变体。可在绘制面板中绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Nothing is marked yet. Press F on a picture to mark it.</source>
        <translation>还没有收藏。在画上按 F 即可收藏。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Only what is marked</source>
        <translation>仅显示收藏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Open the folder that it lies in</source>
        <translation>打开所在的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Paint again</source>
        <translation>再次绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Paint by another painter…</source>
        <translation>由另一位画师重绘…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Paint it four times with other seeds</source>
        <translation>用其他种子绘制四次</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Paint the same picture again, with the painters as they are now</source>
        <translation>用现在的画师再次绘制同一幅画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Paint variations of it</source>
        <translation>绘制其变体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Painted pictures</source>
        <translation>画好的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Results</source>
        <translation>成果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Return lays the chosen picture on the canvas</source>
        <translation>按回车将所选的画放到画布上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Save a copy of the picture elsewhere</source>
        <translation>将画的副本保存到别处</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Take it out of the tray; it can be brought back</source>
        <translation>从成果中移除；可以恢复</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>The last variations as a grid</source>
        <translation>以网格显示最近的变体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>What is painted for this document appears here.</source>
        <translation>为此文档绘制的作品会显示在这里。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray.py"/>
        <source>{count} pictures chosen</source>
        <translation>已选择 {count} 幅</translation>
    </message>
</context>
<context>
    <name>TrayTile</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/tray_tile.py"/>
        <source>Seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
</context>
<context>
    <name>TroubleDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>After the cause has been removed</source>
        <translation>排除原因之后</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Choose another model, or fetch what is missing</source>
        <translation>选择其他模型，或获取缺少的部分</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Close this and change nothing (Esc)</source>
        <translation>关闭，不做任何更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Copy the details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Copy what happened, with its numbers, to the clipboard</source>
        <translation>将发生的情况及数据复制到剪贴板</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>It says which part failed</source>
        <translation>其中说明了哪一部分出错</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Open the changed file</source>
        <translation>打开已更改的文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Painted pictures are kept there from now on, this one too</source>
        <translation>今后画好的作品都保存在那里，包括这一幅</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Replace it with your document</source>
        <translation>用您的文档替换它</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Save in another place</source>
        <translation>保存到其他位置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Something needs your attention</source>
        <translation>有事需要您处理</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>Under another name, in another folder or on another drive</source>
        <translation>用其他名称、保存到其他文件夹或其他磁盘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>What the other program wrote is given up</source>
        <translation>放弃其他程序写入的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/trouble.py"/>
        <source>What you did here since the last save is given up</source>
        <translation>放弃您上次保存以来在此所做的更改</translation>
    </message>
</context>
<context>
    <name>UnsavedPictures</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Folder for painted pictures</source>
        <translation>画好的作品的文件夹</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Keep all painted pictures there from now on, these too (Enter)</source>
        <translation>从现在起把画好的图片都存到那里，也包括这些（Enter）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Leave without them</source>
        <translation>放弃并离开</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Painted pictures that are only in memory: {count}.</source>
        <translation>仅在内存中的作品：{count}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Pictures that are not on the disk</source>
        <translation>尚未存盘的作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>Stay: the pictures remain in memory (Esc)</source>
        <translation>留下：图片仍在内存里（Esc）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>The disk refused them. If you leave now, they are lost.</source>
        <translation>磁盘拒绝写入。现在离开将丢失它们。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/unsaved_pictures.py"/>
        <source>The pictures are lost; the document is asked about on its own</source>
        <translation>这些图片会丢失；文档会另外询问</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>A painter needs at least {needed} works; found: {found}.</source>
        <translation>画师至少需要 {needed} 幅作品；找到 {found} 幅。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Accept the model's licence on its page, and give an access token of your account.</source>
        <translation>请在模型页面接受许可，并提供您账户的访问令牌。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Add more works of the same hand; about twenty make a good painter.</source>
        <translation>请添加更多出自同一人之手的作品；约二十幅可得到好的画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Another program has changed {path}.</source>
        <translation>另一个程序更改了 {path}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Ask the print shop for its ICC profile, or print in sRGB, which every printer reads.</source>
        <translation>请向印刷店索取其 ICC 配置文件，或用 sRGB 打印，所有打印机都能识别。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Canny's edges</source>
        <translation>Canny 边缘</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Check that the file is there and may be read.</source>
        <translation>请检查文件是否存在且可读取。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Check the name of the model.</source>
        <translation>请检查模型名称。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Choose a control model for the model that paints, or switch the guide off.</source>
        <translation>请选择适合当前绘画模型的控制模型，或关闭此引导。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Choose a detector of your own. Edges, lines, scribbles, soft edges and tone need none.</source>
        <translation>请选用您自己的识别模型。边缘、线描、草稿、柔边与明暗不需要模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Choose another model in the settings; the starter is always there.</source>
        <translation>请在设置中选择其他模型；入门模型始终可用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Choose another name, or ask for it to be replaced.</source>
        <translation>请换个名称，或要求替换它。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Choose another upscaler; one ships with ArtMaster Desktop.</source>
        <translation>请选择其他放大模型；ArtMaster Desktop 自带一个。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Choose the folder of a BLIP, Florence-2 or other image-to-text model in safetensors; without one, captions are written from what is measured.</source>
        <translation>请选择 safetensors 格式的 BLIP、Florence-2 或其他看图说话模型的文件夹；没有时，说明按测量结果写。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Connect the drive again, or save it in another folder.</source>
        <translation>请重新连接磁盘，或保存到其他文件夹。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Control adapter: one in a picture, beside any ControlNets, as strictly and as long as you set, region by region</source>
        <translation>控制适配器：一幅画只能用一个，可与 ControlNet 并用，严格程度和起止可逐区域设定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>ControlNet: several at once, each as strictly and as long as you set, region by region</source>
        <translation>ControlNet：可同时使用多个，各自的严格程度和起止可逐区域设定</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Delete the file, and take the .safetensors from the upscaler's own maker.</source>
        <translation>请删除该文件，并从放大模型的作者处获取 .safetensors 文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Extend downwards</source>
        <translation>向下扩展</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Extend the picture</source>
        <translation>扩展画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Extend to the left</source>
        <translation>向左扩展</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Extend to the right</source>
        <translation>向右扩展</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Extend upwards</source>
        <translation>向上扩展</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Fetch that part again.</source>
        <translation>请重新获取该部分。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Fetch the file again.</source>
        <translation>请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Fill the selection</source>
        <translation>填充选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Find a larger scan of this work.</source>
        <translation>请寻找此作品更大的扫描件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Finishing the picture</source>
        <translation>正在完成画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Free some space and save again.</source>
        <translation>请腾出空间后重新保存。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Free some space and try again; it goes on where it stopped.</source>
        <translation>请腾出空间后重试；会从中断处继续。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Go on in that window, or close it first.</source>
        <translation>请在该窗口继续，或先将其关闭。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Here are: {names}.</source>
        <translation>这里有：{names}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>If another program can open it, save it there as OpenRaster (.ora) again; otherwise take a backup ({name}~ lies beside it after a save).</source>
        <translation>如果其他程序可以打开它，请在那里重新保存为 OpenRaster (.ora)；否则请使用备份（保存后旁边会有 {name}~）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Import scans into this folder first.</source>
        <translation>请先将扫描件导入此文件夹。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Inscriptions and seals cannot be drawn on this machine: {detail}.</source>
        <translation>本机无法绘制题跋和印章：{detail}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Install ArtMaster Desktop again; the log says more.</source>
        <translation>请重新安装 ArtMaster Desktop；日志中有详细信息。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Install a font that has them, for instance Noto Serif CJK, and print again.</source>
        <translation>请安装含有这些字的字体（例如思源宋体 Noto Serif CJK），再重新打印。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Install pillow-heif, or save it as TIFF or PNG.</source>
        <translation>请安装 pillow-heif，或另存为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Install the system libraries that the window needs, and print again.</source>
        <translation>请安装窗口所需的系统库，再重新打印。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>It was not changed.</source>
        <translation>它未被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>It was not loaded.</source>
        <translation>未加载。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>It was not overwritten; your document is open as it was.</source>
        <translation>文件未被覆盖；您的文档仍保持打开。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Lower the painters' weights, or paint with float32 numbers.</source>
        <translation>请降低画师的权重，或用 float32 绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Make a guide, and let this file follow it.</source>
        <translation>新建一条引导，并让此文件去跟随它。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>Make the guide again, or switch it off.</source>
        <translation>请重新制作此引导，或关闭它。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Make the mask as large as the picture, so that each place is meant.</source>
        <translation>请把蒙版做成与图画一样大，使每一处都对得上。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Memory on {device} ran out while {stage}</source>
        <translation>{device} 的内存在{stage}时耗尽</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>No file was changed.</source>
        <translation>没有文件被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>No font on this machine has the letters {letters}.</source>
        <translation>本机没有字体含有这些字：{letters}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Nothing of the picture ({canvas}) is selected.</source>
        <translation>图画（{canvas}）中没有选中任何内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Nothing was changed.</source>
        <translation>未作任何更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Nothing was painted.</source>
        <translation>未绘制任何内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Nothing was written; what is open stays open.</source>
        <translation>什么也没有写入；打开着的仍然打开着。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>One selected pixel is too little to paint on; about {needed} are needed.</source>
        <translation>只选中了一个像素，太少而无法作画；大约需要 {needed} 个。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Only pictures saved by ArtMaster Desktop, and not edited since, can be painted again.</source>
        <translation>只有由 ArtMaster Desktop 保存且未经编辑的图片才能再次绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Open the last saved version, or one of the backups beside it.</source>
        <translation>请打开上次保存的版本，或旁边的备份。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Paint smaller or with fewer painters, or close other programs and try again.</source>
        <translation>请缩小尺寸或减少画师，或关闭其他程序后重试。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Painted at {painted} and enlarged {times} times to the canvas: fine strokes come out soft. The model is at its best at about {best}.</source>
        <translation>以 {painted} 绘制，再放大 {times} 倍到画布：细笔触会显得柔和。模型在约 {best} 时效果最佳。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Painted at {painted}, far less than the {best} at which the model is at its best: details come out coarse. A larger canvas gives them room.</source>
        <translation>以 {painted} 绘制，远小于模型效果最佳的 {best}：细节会显得粗糙。更大的画布能给细节留出空间。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Painted at {painted}, far more than the {best} at which the model is at its best: it takes longer, and shapes may repeat.</source>
        <translation>以 {painted} 绘制，远大于模型效果最佳的 {best}：耗时更长，形状可能重复。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Painted with another model ({found}) than before ({expected}): the picture will differ.</source>
        <translation>使用的模型（{found}）与之前（{expected}）不同：画面会有差异。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Painting</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Put its file into the library, or take the painter out of the document.</source>
        <translation>请将其文件放入库中，或从文档中移除该画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Put the original file back, or paint from the document to take the new one.</source>
        <translation>请恢复原文件，或从文档重新绘制以采用新文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Reading the text</source>
        <translation>正在读取文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Recover them with the newer version of ArtMaster Desktop.</source>
        <translation>请用更新版本的 ArtMaster Desktop 恢复。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Reduce it in another program; 8000 pixels are plenty.</source>
        <translation>请在其他程序中缩小；8000 像素已足够。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Refine the selection</source>
        <translation>细化选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Remove the file to start from the beginning.</source>
        <translation>删除该文件即可从头开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Remove what is selected</source>
        <translation>移除选中的内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Repaint the selection</source>
        <translation>重绘选区</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Save it as RGB with 8 or 16 bits in another program.</source>
        <translation>请在其他程序中存为 8 或 16 位 RGB。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Save it as TIFF or PNG in another program.</source>
        <translation>请在其他程序中另存为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Save it in another folder.</source>
        <translation>请保存到其他文件夹。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Save under another name, or open the file again.</source>
        <translation>请用其他名称保存，或重新打开文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Scan it or copy it again.</source>
        <translation>请重新扫描或复制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Select it more strongly; in a mask, paint it lighter than mid-grey.</source>
        <translation>请把选区加深；在蒙版中须画得比中灰更亮。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Select more, or correct so small a spot with a brush.</source>
        <translation>请多选一些，或用画笔修正这么小的地方。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>Select what is to be painted anew; in a mask it is white.</source>
        <translation>请选中要重画的部分；在蒙版中它是白色。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Select what it is to fill, or choose another model in the settings.</source>
        <translation>请选择要填补的部分，或在设置中改用其他模型。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/message.py"/>
        <source>Something went wrong: {error}.</source>
        <translation>出现问题：{error}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Start again with a lower rate.</source>
        <translation>请以较低的学习率重新开始。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Stopped after {done} of {tiles} tiles.</source>
        <translation>已在 {tiles} 块中完成 {done} 块后停止。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Take TIFF, or fewer dots per inch.</source>
        <translation>请改用 TIFF，或降低每英寸点数。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Take it out of the works, or scan it again.</source>
        <translation>请将其从作品中移除，或重新扫描。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Take the .safetensors of the same upscaler; or allow this one file, if you know who made it.</source>
        <translation>请使用同一放大模型的 .safetensors 文件；如果您知道作者是谁，也可以允许使用这一个文件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Take the version before it ({name}~ beside it), or correct it by hand.</source>
        <translation>请使用之前的版本（旁边的 {name}~），或手动修正。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Teach it anew, or choose the painters by hand.</source>
        <translation>请重新训练门控，或手动选择画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Teach on FLUX.1-dev: the painter then paints with {model} too.</source>
        <translation>请用 FLUX.1-dev 训练：这样的画师也能用 {model} 绘画。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>The canvas is {canvas}; the model paints {painted}, resized to the canvas.</source>
        <translation>画布为 {canvas}；模型以 {painted} 绘制，再缩放到画布。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>The captioner in {path} cannot be used: {problem}.</source>
        <translation>{path} 中的看图模型不能用：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>The colour profile {name} cannot be used: {problem}.</source>
        <translation>无法使用颜色配置文件 {name}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The document contradicts itself: {what} ({name}).</source>
        <translation>文档自相矛盾：{what}（{name}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The edits in {path} belong to another window that is open.</source>
        <translation>{path} 中的编辑属于另一个打开的窗口。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The engine did not start: {reason}.</source>
        <translation>引擎未能启动：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The file of painter {slug} has changed: expected {expected}, found {found}.</source>
        <translation>画师 {slug} 的文件已更改：应为 {expected}，实为 {found}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The file was not changed.</source>
        <translation>文件未被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The gate {name} cannot choose painters: {problem}.</source>
        <translation>门控 {name} 无法选择画师：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>The guide {guide} cannot be used: {problem}.</source>
        <translation>引导 {guide} 不能使用：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The journal of these edits was not changed.</source>
        <translation>这些编辑的日志未被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The layer or region is not there any more ({name}).</source>
        <translation>图层或区域已不存在（{name}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>The list of works in {path} cannot be read: {reason}.</source>
        <translation>无法读取 {path} 中的作品列表：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>The list of works in {path} was written by a newer ArtMaster Desktop (format {found}; this one reads up to {supported}).</source>
        <translation>{path} 中的作品列表由更新版本的 ArtMaster Desktop 写入（格式 {found}；此版本最多支持 {supported}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>The mask is {mask} pixels large, the picture {picture}.</source>
        <translation>蒙版为 {mask} 像素，图画为 {picture}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The model at {path} cannot be read: {part}: {reason}.</source>
        <translation>无法读取 {path} 处的模型：{part}：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The model cannot do this: {what} is {value}, possible is {allowed}.</source>
        <translation>模型无法做到：{what}为 {value}，允许的是 {allowed}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>The model that paints: one guide, everywhere and in every step, as it is</source>
        <translation>绘画模型自身：一条引导，处处、步步照原样跟随</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The painter {slug} is not in the library.</source>
        <translation>画师 {slug} 不在库中。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The painters at work: {painters}.</source>
        <translation>当时的画师：{painters}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>The picture broke up into undefined numbers at step {step}.</source>
        <translation>画面在第 {step} 步出现无效数值，已损坏。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The unsaved edits in {path} cannot be read: {reason}.</source>
        <translation>无法读取 {path} 中未保存的编辑：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>The unsaved edits in {path} need a newer version ({found}; this one: {supported}).</source>
        <translation>{path} 中未保存的编辑需要更新的版本（{found}；此版本：{supported}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>The whole canvas</source>
        <translation>整个画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>The work {work} cannot be learned from: {detail}.</source>
        <translation>无法从作品 {work} 学习：{detail}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>There are no works in {path} yet.</source>
        <translation>{path} 中还没有作品。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>There is a painter at {path} already.</source>
        <translation>{path} 处已有一位画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>There is no complete FLUX.1 model at {path}: {missing} not found.</source>
        <translation>{path} 处没有完整的 FLUX.1 模型：找不到 {missing}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>There is no {name} here.</source>
        <translation>这里没有 {name}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>This cannot be enlarged so: {what} is {value}, possible is {allowed}.</source>
        <translation>无法这样放大：{what}为 {value}，可用的是 {allowed}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>This cannot be printed so: {what} is {value}, possible is {allowed}.</source>
        <translation>无法这样打印：{what}为 {value}，可用的是 {allowed}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Train without it; only more memory is needed.</source>
        <translation>不用它也可以训练，只是需要更多内存。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Training broke up into undefined numbers at step {step} (rate {rate}).</source>
        <translation>训练在第 {step} 步发散，出现无效数值（学习率 {rate}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Training cannot go on from {path}: {problem}.</source>
        <translation>无法从 {path} 继续训练：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Training cannot use {name}: {problem}.</source>
        <translation>训练无法使用 {name}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Try again, or paint on the processor (CPU).</source>
        <translation>请重试，或在处理器 (CPU) 上绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Try again; it goes on where it stopped.</source>
        <translation>请重试；会从中断处继续。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Try again; the damaged part was thrown away.</source>
        <translation>请重试；损坏的部分已丢弃。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Unlock it in the layers panel to change it.</source>
        <translation>请在图层面板中解锁后再更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>Update ArtMaster Desktop to open it.</source>
        <translation>请更新 ArtMaster Desktop 后再打开。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>Update ArtMaster Desktop to use it.</source>
        <translation>请更新 ArtMaster Desktop 后再使用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>Waiting for the training to step aside</source>
        <translation>正在等待训练让出</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>What arrived before is kept.</source>
        <translation>之前下载的内容已保留。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>What was there before is still there.</source>
        <translation>原有内容保持不变。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>Your document and all saved pictures are untouched.</source>
        <translation>您的文档和所有已保存的图片均未受影响。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/message.py"/>
        <source>Your files were not changed.</source>
        <translation>您的文件未被更改。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>Your picture is as it was.</source>
        <translation>您的图片没有改变。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>Your works and painters are untouched.</source>
        <translation>您的作品和画师均未受影响。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>a HEIF picture, and the library that reads them is not there</source>
        <translation>HEIF 图片，但缺少读取它的库</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>a PyTorch file, and nobody has said that the place it comes from is trusted</source>
        <translation>这是 PyTorch 文件，而且没有人确认过其来源可信</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>a control adapter that needs a control picture</source>
        <translation>需要控制图的控制适配器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>a folder with program code is not loaded</source>
        <translation>含有程序代码的文件夹不予加载</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a group cannot lie in itself</source>
        <translation>组不能放入自身</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a group has no pixels of its own</source>
        <translation>组本身没有像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>a guess from what lies where: lower and nearer classes are taken as nearer; no depth was measured</source>
        <translation>依据各处内容的猜测：较低处和较近的类别视为近；并未测量深度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>a kind of adapter that cannot be read</source>
        <translation>无法读取的适配器类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>a kind of picture that cannot be read</source>
        <translation>无法读取的图片类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>a network for something else</source>
        <translation>这是用于其他用途的网络</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a number is out of range</source>
        <translation>有数字超出范围</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a part has an unsafe name</source>
        <translation>其中有不安全的名称</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a part is missing</source>
        <translation>缺少部分内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a picture inside is not readable</source>
        <translation>其中的图片无法读取</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>a picture takes one control adapter, and it has another</source>
        <translation>一幅画只能用一个控制适配器，而此画已有另一个</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>a rank out of range</source>
        <translation>秩超出范围</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>a region has no mask layer</source>
        <translation>有区域缺少蒙版图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>changes of colour over three sizes; no taught detector</source>
        <translation>三种尺度上的颜色变化；没有用训练过的检测器</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>compiling the model</source>
        <translation>模型编译</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>crop marks</source>
        <translation>裁切标记</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>cut off or damaged</source>
        <translation>不完整或已损坏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>does not fit the model's layers</source>
        <translation>与模型的层不匹配</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>each belongs to a region of its own</source>
        <translation>它们分属不同的区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>encrypted or packed in an unusual way</source>
        <translation>已加密或以不寻常的方式打包</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>finishing the picture</source>
        <translation>完成画面</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>for other colours than RGB or CMYK</source>
        <translation>用于 RGB 和 CMYK 以外的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>holds NaN or infinite numbers</source>
        <translation>含有 NaN 或无穷大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>holds absurdly large numbers</source>
        <translation>含有异常大的数字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>holds nothing</source>
        <translation>没有内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>how the model lies in memory</source>
        <translation>模型在内存中的存放方式</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it does not fit the layers of the model that paints</source>
        <translation>与绘画模型的层不相符</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>it failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it follows no guide itself</source>
        <translation>它自身不跟随任何引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it holds NaN, infinite or absurdly large numbers</source>
        <translation>其中含有 NaN、无穷大或大得离谱的数值</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>it holds a model that does not tell pictures in words</source>
        <translation>其中的模型不会看图说话</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>it holds more than numbers and may want to run something</source>
        <translation>其中不只有数值，可能会试图运行程序</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>it is damaged, or not whole</source>
        <translation>已损坏或不完整</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it is no model of this use</source>
        <translation>它不是这种用途的模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>it is not a model's folder: config.json is not there</source>
        <translation>它不是模型文件夹：没有 config.json</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>it is not for a printer: it only says how to read colours</source>
        <translation>它不适用于打印机：只说明如何读取颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>it is not open to everybody</source>
        <translation>未对所有人开放</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it is not the one that the picture was planned with</source>
        <translation>它不是计划这幅画时所用的那个</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>it is not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it is of another size than the painting</source>
        <translation>它的尺寸与画面不同</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>it needs an NVIDIA card</source>
        <translation>需要 NVIDIA 显卡</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>it needs two painters and words of each to learn from</source>
        <translation>至少需要两位画师，并且各有可学的文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it paints only under one guide that it follows itself</source>
        <translation>它只能在一条由自身跟随的引导之下绘画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>it was not taught this kind of guide</source>
        <translation>它没有学过这种引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>its file is not there</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>its places do not fit the painting</source>
        <translation>它的区域与画面不符</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>its strength or its steps are out of range</source>
        <translation>它的强度或步数超出范围</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>its weights are not in safetensors, and other files can run code</source>
        <translation>权重不是 safetensors 格式，而其他文件可能运行代码</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>layer by layer in memory</source>
        <translation>逐层加载到内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>layers of a text encoder that is not loaded</source>
        <translation>未加载的文本编码器的层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>layers that read the guidance, which this model does not have</source>
        <translation>读取引导的层（此模型没有）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>letters are edited by Layer, Inscription or Seal</source>
        <translation>文字请用“图层”菜单里的“题跋”或“印章”修改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>light and dark</source>
        <translation>明暗</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>loading the model</source>
        <translation>加载模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>made for another model</source>
        <translation>是为其他模型制作的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>made for other than RGB pictures</source>
        <translation>不是为 RGB 图片制作的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>made from other works or captions</source>
        <translation>来自其他作品或说明文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>made on another model</source>
        <translation>基于其他模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>made with another recipe</source>
        <translation>使用了其他配方</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>neither safetensors nor a PyTorch file</source>
        <translation>既不是 safetensors 文件，也不是 PyTorch 文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>no known layout</source>
        <translation>未知的结构</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>no upscaler that is known</source>
        <translation>不是已知的放大模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>not a JPEG, PNG, TIFF or HEIF picture</source>
        <translation>不是 JPEG、PNG、TIFF 或 HEIF 图片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>not a safetensors file</source>
        <translation>不是 safetensors 文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>not an ICC profile</source>
        <translation>不是 ICC 配置文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>not an OpenRaster file</source>
        <translation>不是 OpenRaster 文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>nothing is drawn on it</source>
        <translation>上面什么也没有画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>nothing was chosen</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>one half of a layer is missing</source>
        <translation>某一层缺少一半</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>one network at a time in memory</source>
        <translation>逐个网络加载到内存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>only a group holds layers</source>
        <translation>只有组才能包含图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>our data inside is not readable</source>
        <translation>其中的程序数据无法读取</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>painters have changed since it was taught</source>
        <translation>训练之后画师有了变化</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>painting</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>pixels of another kind of layer</source>
        <translation>像素属于另一种图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>processor and model share one memory here, so there is nothing to swap</source>
        <translation>这里处理器与模型共用一块内存，无需交换</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>reading the text</source>
        <translation>读取文字</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>strokes darker than their surroundings</source>
        <translation>比周围更暗的笔画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>taught for another model</source>
        <translation>是为另一个模型训练的</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the bleed</source>
        <translation>出血</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the border</source>
        <translation>留边</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>the canvas is larger than 8192 pixels a side</source>
        <translation>画布边长超过 8192 像素</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>the chief strokes, thickened</source>
        <translation>加粗的主要笔画</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the colour profile</source>
        <translation>颜色配置文件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>the depth model {name}</source>
        <translation>深度模型 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>the layer list is not readable</source>
        <translation>图层列表无法读取</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>the layers do not lie in one group</source>
        <translation>这些图层不在同一组中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the length of the text</source>
        <translation>文字长度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>the library bitsandbytes is not installed</source>
        <translation>没有安装 bitsandbytes 库</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the number of steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>the picture is too small</source>
        <translation>图片太小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the rendering intent</source>
        <translation>渲染意图</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the second look</source>
        <translation>二次润色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>the segmentation model {name}</source>
        <translation>分割模型 {name}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>the shipped segmenter for landscapes</source>
        <translation>随附的山水分割模型</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the size of the start picture</source>
        <translation>起始图的尺寸</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>the start of the painting is not a sketch or image layer</source>
        <translation>绘制的起点不是草图或图像图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>the strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>the tile</source>
        <translation>分块</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>there is no connection</source>
        <translation>没有网络连接</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>there is no layer below it</source>
        <translation>其下没有图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>there is no such layer</source>
        <translation>没有这个图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>there is no such picture layer</source>
        <translation>没有这样的图片图层</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>there is no such region</source>
        <translation>没有这个区域</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>these kinds of layer do not merge</source>
        <translation>这些类型的图层不能合并</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>too small</source>
        <translation>太小</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>two layers have one id</source>
        <translation>两个图层使用同一标识</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>two regions have one id</source>
        <translation>两个区域使用同一标识</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>waiting for the training to step aside</source>
        <translation>等待训练让出</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>weights and biases that are not low-rank pairs</source>
        <translation>不是低秩对的权重和偏置</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>what arrived is not what was announced</source>
        <translation>收到的内容与公布的不符</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>whole model in memory</source>
        <translation>整个模型在内存中</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>{device} failed: {reason}.</source>
        <translation>{device} 出错：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{device}, {dtype}, {lies}</source>
        <translation>{device}，{dtype}，{lies}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: its model changes the one that paints, which is not compiled then: it is slower.</source>
        <translation>{guide}：其模型会改变绘画模型，此时绘画模型不经编译，速度较慢。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: its strength is 0 everywhere; this guide changes nothing.</source>
        <translation>{guide}：强度处处为 0；此引导不起作用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: no control model comes with the program; painted without this guide.</source>
        <translation>{guide}：程序没有附带控制模型；绘画时不用此引导。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: no step lies between its start and its end; this guide changes nothing.</source>
        <translation>{guide}：起点与终点之间没有任何一步；此引导不起作用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: nothing is drawn on its layer; painted without this guide.</source>
        <translation>{guide}：其图层上什么也没有；绘画时不用此引导。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: the control model {control} is not there; painted without this guide.</source>
        <translation>{guide}：找不到控制模型 {control}；绘画时不用此引导。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: {control} cannot follow it: {problem}. Choose another model or switch it off: with it, nothing is painted.</source>
        <translation>{guide}：{control} 无法遵循它：{problem}。请另选模型或关闭此引导：有它便无法绘画。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{guide}: {layers} layers of its model have no place on the canvas; they act everywhere, at {strength}.</source>
        <translation>{guide}：其模型有 {layers} 层在画布上没有位置；它们以 {strength} 的强度处处起作用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>{kind} holds at most {limit} pixels a side; this sheet has {side}.</source>
        <translation>{kind} 每边最多 {limit} 像素；这张纸有 {side} 像素。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{layer} cannot be changed so: {problem}.</source>
        <translation>无法这样更改 {layer}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{layer} is locked with the group {by}.</source>
        <translation>{layer} 随组 {by} 一起锁定。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{layer} is locked.</source>
        <translation>{layer} 已锁定。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>{model} fills parts of pictures; it paints no whole one.</source>
        <translation>{model} 只填补画面的局部，不能绘制整幅画。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>{model} fills what is selected at least half, and nothing is selected so much.</source>
        <translation>{model} 只填补选中一半及以上之处，而没有任何地方选中到这个程度。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{model} is made for a guidance of about {best}; with {guidance} it may do little.</source>
        <translation>{model} 适合约 {best} 的引导强度；设为 {guidance} 时可能收效甚微。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{model} is made for a guidance of about {best}; {guidance} may be too much for it.</source>
        <translation>{model} 适合约 {best} 的引导强度；{guidance} 可能过强。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{model} knows no soft masks: what is selected at least half is painted wholly anew, and the rest stays.</source>
        <translation>{model} 不分蒙版的深浅：选中一半及以上之处全部重画，其余保持不变。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/training_wording.py"/>
        <source>{model} paints only under guides or in holes: nobody is taught on it.</source>
        <translation>{model} 只能在引导之下或在空缺处绘画：不能用它来训练画师。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{model} takes no guidance; the setting {guidance} has no effect.</source>
        <translation>{model} 不支持引导；设置 {guidance} 不起作用。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{name} cannot be opened: {problem}.</source>
        <translation>无法打开 {name}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/print_wording.py"/>
        <source>{name} cannot be used to enlarge: {problem}.</source>
        <translation>无法用 {name} 放大：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/works_wording.py"/>
        <source>{name} cannot be used: {problem}.</source>
        <translation>无法使用 {name}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>{name} cannot follow a guide: {problem}.</source>
        <translation>{name} 不能跟随引导：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>{name} cannot paint: {problem}.</source>
        <translation>{name} 无法绘制：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/structure_wording.py"/>
        <source>{name} cannot read pictures: {problem}.</source>
        <translation>{name} 不能读取图片：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{name} does not carry the job that painted it.</source>
        <translation>{name} 不含绘制它的任务信息。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{name} was saved by a newer ArtMaster Desktop (format {found}; this one reads up to {supported}).</source>
        <translation>{name} 由更新版本的 ArtMaster Desktop 保存（格式 {found}；此版本最多支持 {supported}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{path} could not be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{path} could not be saved: its folder or its drive is not there ({reason}).</source>
        <translation>无法保存 {path}：其文件夹或磁盘不存在（{reason}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{path} could not be saved: the disk is full.</source>
        <translation>无法保存 {path}：磁盘已满。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{path} could not be saved: this folder may not be written to.</source>
        <translation>无法保存 {path}：此文件夹不可写入。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{path} could not be saved: {reason}.</source>
        <translation>无法保存 {path}：{reason}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/repaint_wording.py"/>
        <source>{pixels} selected pixels are too few to paint on; about {needed} are needed.</source>
        <translation>只选中了 {pixels} 个像素，太少而无法作画；大约需要 {needed} 个。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{region}: has neither text nor painters; it changes nothing.</source>
        <translation>{region}：既没有文字也没有画师；不会产生任何变化。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{region}: nothing is drawn on its mask, or its strength is 0; left out.</source>
        <translation>{region}：蒙版上没有内容，或强度为 0；已略过。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{region}: too small to be painted ({pixels} px, at least {needed} px are needed); left out.</source>
        <translation>{region}：太小，无法绘制（{pixels} 像素，至少需要 {needed} 像素）；已略过。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>{size} free</source>
        <translation>可用 {size}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/engine_wording.py"/>
        <source>{size} needed</source>
        <translation>需要 {size}</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug} cannot paint here: {problem}. Take it out: with it, nothing is painted.</source>
        <translation>{slug} 无法在此绘制：{problem}。请将其移除：否则无法绘制任何内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug}: another file than the document was made with ({found} for {expected}).</source>
        <translation>{slug}：文件与制作文档时不同（现为 {found}，原为 {expected}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug}: not used: {parts}.</source>
        <translation>{slug}：未使用：{parts}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug}: one of its layers has no place on the canvas; it acts everywhere, at {weight}.</source>
        <translation>{slug}：其中 1 层在画布上没有位置；它以 {weight} 的权重作用于整个画面。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug}: this run passes none of the noise levels of its role; there it paints nothing.</source>
        <translation>{slug}：本次绘制不经过其职责对应的噪声级别；它不会画出任何内容。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{slug}: {layers} of its layers have no place on the canvas; they act everywhere, at {weight}.</source>
        <translation>{slug}：其中 {layers} 层在画布上没有位置；它们以 {weight} 的权重作用于整个画面。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/file_wording.py"/>
        <source>{source} was not downloaded: {problem}.</source>
        <translation>未能下载 {source}：{problem}。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{where}: little in the words or the composition speaks for one painter; {slug} is a guess ({odds}).</source>
        <translation>{where}：文字与构图都没有明确指向某位画师；{slug} 只是猜测（{odds}）。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{where}: painter {slug} is not in the library; painted without it.</source>
        <translation>{where}：画师 {slug} 不在库中；将不使用它绘制。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{where}: the gate was not asked whom to choose; only painters set by hand paint.</source>
        <translation>{where}：没有请门控选择画师；只有手动设定的画师作画。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{where}: the model cannot read “{words}” and paints without it; other words may help, or English.</source>
        <translation>{where}：模型读不懂“{words}”，会略过不画；可以换个说法，或用英文。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/core/notice_wording.py"/>
        <source>{where}: the text is {tokens} tokens long; the model reads the first {limit}.</source>
        <translation>{where}：文字长 {tokens} 个词元；模型只读前 {limit} 个。</translation>
    </message>
</context>
<context>
    <name>WorkCard</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>A work that is not kept stays in the folder and teaches nobody (Space)</source>
        <translation>不保留的作品仍在文件夹里，但不用来教画师（空格键）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>About the work</source>
        <translation>关于作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Being measured…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Blank paper</source>
        <translation>留白</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Dry brush</source>
        <translation>飞白</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Enlarged {times} times before it is cut: its finest detail is invented.</source>
        <translation>裁切前放大 {times} 倍：最细的细节是编造的。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>How much the width varies: pressed and lifted</source>
        <translation>宽度变化的程度：提按</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Ink density</source>
        <translation>墨色浓度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Ink that is broken by paper (飞白)</source>
        <translation>墨中露纸之处（飞白）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Ink wash, dry brush</source>
        <translation>水墨、枯笔</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Keep this work</source>
        <translation>保留这件作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>No work selected</source>
        <translation>未选作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Period</source>
        <translation>年代</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Rhythm</source>
        <translation>节奏</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Rights</source>
        <translation>权利</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Stroke width</source>
        <translation>笔触宽度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Style tags</source>
        <translation>风格标签</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Subject</source>
        <translation>题材</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>The mean density of the ink above the paper's</source>
        <translation>墨高于纸的平均密度</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>The mean width, in per mille of the shorter side</source>
        <translation>平均宽度，以短边的千分比计</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>The owner or the licence: goes onto the painter's card</source>
        <translation>权利人或许可：会写在画师卡上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>The share of bare paper (留白)</source>
        <translation>空白纸面所占的比例（留白）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>The share of the work that strokes cover</source>
        <translation>笔触覆盖的比例</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Under strokes</source>
        <translation>笔触覆盖</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>What is known of the chosen work; what is typed here is kept</source>
        <translation>所选作品的资料；在这里填写的会保存</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>What is to be seen: a lake, pine trees</source>
        <translation>画的是什么：湖、松树</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>What the work is called</source>
        <translation>作品叫什么</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>When it was painted: 1644–1661, late…</source>
        <translation>何时所画：1644–1661、晚年…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Where the scan came from</source>
        <translation>扫描件从哪里来</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>Words of the vocabulary, with commas between; they go onto the painter's card</source>
        <translation>词汇表中的词，以逗号隔开；会写入画师卡片</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/work_card.py"/>
        <source>{count} works</source>
        <translation>{count} 件作品</translation>
    </message>
</context>
<context>
    <name>Works</name>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Leaf through the works (←, →)</source>
        <translation>翻看作品 (←、→)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/panels/painters_details.py"/>
        <source>Works</source>
        <translation>作品</translation>
    </message>
</context>
<context>
    <name>WorksPage</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>And {count} more.</source>
        <translation>还有 {count} 件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Drop scans of one artist's works here, or import them: JPEG, PNG, TIFF, HEIF. About twenty works make a good painter. The scans themselves are never changed.</source>
        <translation>把一位画家作品的扫描件拖到这里，或导入：JPEG、PNG、TIFF、HEIF。二十件左右的作品能教出好画师。扫描件本身绝不会被改动。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Import scans</source>
        <translation>导入扫描件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Import scans from files; files and folders can also be dropped here</source>
        <translation>从文件导入扫描件；也可把文件和文件夹拖到这里</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Import scans…</source>
        <translation>导入扫描件…</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Importing scans</source>
        <translation>正在导入扫描件</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Keep or reject</source>
        <translation>保留或剔除</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Keep the selected works, or reject them where all are kept (Space)</source>
        <translation>保留选中的作品；若都已保留则剔除（空格键）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Pictures ({ends})</source>
        <translation>图片（{ends}）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Stop importing</source>
        <translation>停止导入</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>What became of the scans</source>
        <translation>扫描件的结果</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>{count} scans came in.</source>
        <translation>收进 {count} 件扫描件。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>{count} were here already.</source>
        <translation>{count} 件早已在此。</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>{kept} of {all} works kept</source>
        <translation>保留 {kept} 件，共 {all} 件</translation>
    </message>
</context>
<context>
    <name>WorksStrip</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/boxes_page.py"/>
        <source>Arrow keys go to another work</source>
        <translation>方向键换到另一件作品</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/boxes_page.py"/>
        <source>Works</source>
        <translation>作品</translation>
    </message>
</context>
<context>
    <name>WorksWall</name>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Arrow keys choose a work; Space keeps or rejects it</source>
        <translation>方向键选择作品；空格键保留或舍弃</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/studio/works_page.py"/>
        <source>Works</source>
        <translation>作品</translation>
    </message>
</context>
<context>
    <name>_LetteringDialog</name>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>A font of this computer; a calligrapher's suits paintings best</source>
        <translation>本机的字体；书法字体与画最相配</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>As it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Change nothing (Esc)</source>
        <translation>不作更改 (Esc)</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Cinnabar</source>
        <translation>朱砂</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Ink</source>
        <translation>墨色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Of the letters or the seal's paste</source>
        <translation>文字或印泥的颜色</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>On the canvas; the Move tool changes it later</source>
        <translation>在画布上的高度；以后可用移动工具更改</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Place</source>
        <translation>落款</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>Put it on the canvas</source>
        <translation>放到画布上</translation>
    </message>
    <message>
        <location filename="artmaster_desktop/ui/dialogs/lettering.py"/>
        <source>The brush's colour</source>
        <translation>画笔的颜色</translation>
    </message>
</context>
</TS>
